using Trimming;

foreach (var line in await Arrivals.OfEveryWayAsync())
    Console.WriteLine(line);
