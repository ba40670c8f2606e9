using System.Diagnostics;
using Fuzz;
using Fuzz.Answers;
using Fuzz.Configuration;
using Fuzz.Events;

if (CommandLine.Parse(args) is not { } command)
{
    Console.WriteLine(CommandLine.Usage);
    return 2;
}

var unobserved = new List<Exception>();
TaskScheduler.UnobservedTaskException += (_, e) =>
{
    lock (unobserved)
        unobserved.Add(e.Exception);
};

// A case that takes longer hangs.
var patience = TimeSpan.FromSeconds(60);
var failures = 0;
foreach (var input in command.Inputs)
    failures += await RunAsync(input);
return failures == 0 ? 0 : 1;

async Task<int> RunAsync(string input)
{
    const int MostFailures = 10;

    // Before the first case: the seed must be in the log even if the process crashes.
    Console.WriteLine($"{input}: seed {command.Seed}");
    await using ICases cases = input switch
    {
        "events" => await EventCases.CreateAsync(),
        "answers" => await AnswerCases.CreateAsync(),
        _ => new ConfigurationCases(),
    };
    var clock = Stopwatch.StartNew();
    var failed = 0;
    var number = command.Case ?? 0;
    do
    {
        // For a process that crashes before it can write more.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "last-case.txt"), $"{input} --seed {command.Seed} --case {number}");
        if (await FaultOfAsync(cases, number) is { } fault)
        {
            failed++;
            Console.WriteLine($"{input}: case {number} of seed {command.Seed} failed: {fault}\n{cases.Description}");
            Console.WriteLine($"Repeat it: dotnet run -c Release --project tests/Fuzz -- {input} --seed {command.Seed} --case {number}");

            // What hangs would disturb the cases after it.
            if (fault is TimeoutException || failed == MostFailures)
                break;
        }

        number++;
    }
    while (command.Case is null && clock.Elapsed < command.Time);

    Console.WriteLine($"{input}: {number - (command.Case ?? 0)} cases of seed {command.Seed} in {clock.Elapsed.TotalSeconds:F0} s, {failed} failed");
    return failed;
}

async Task<Exception?> FaultOfAsync(ICases cases, int number)
{
    try
    {
        var random = new Random(unchecked((command.Seed * 1_000_003) ^ number));
        await Task.Run(() => cases.RunAsync(random)).WaitAsync(patience);
        if (number % 16 == 0 || command.Case is not null)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        lock (unobserved)
        {
            if (unobserved.Count == 0)
                return null;
            var first = unobserved[0];
            unobserved.Clear();
            return new Violation($"In this case, or in the sixteen before it, the exception of a task was not observed: {first}");
        }
    }
    catch (Exception exception)
    {
        return exception;
    }
}
