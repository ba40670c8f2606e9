using Benchmarks;

return Verbs.Run(args);
