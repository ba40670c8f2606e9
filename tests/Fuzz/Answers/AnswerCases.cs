using System.Globalization;
using System.Text;
using EndToEnd.Tests.Faults.Support;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace Fuzz.Answers;

/// <summary>Whatever a server answers, each event is delivered or reported as lost, in order, and the close comes to an end.</summary>
sealed class AnswerCases : ICases
{
    const string Key = "wk-7d20be51-fuzz";

    // For the hooks, which get what is lost, and a little more.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(15 + 2);

    readonly StringBuilder _description = new();

    AnswerCases()
    {
    }

    public static async Task<ICases> CreateAsync()
    {
        // The first request of a process takes long, while time may leap.
        var cases = new AnswerCases();
        await cases.RunAsync(new Random(0));
        return cases;
    }

    public string Description
    {
        get
        {
            lock (_description)
                return _description.ToString();
        }
    }

    public async Task RunAsync(Random random)
    {
        lock (_description)
            _description.Clear();
        var time = new VirtualTime { Calm = TimeSpan.FromMilliseconds(5) };
        var record = new Record();
        var hostileAnswers = random.Pick(1, 5, 20, 60, int.MaxValue);
        var hangs = 0;
        var script = new Random(random.Next());
        await using var server = new HostileServer(
            request =>
            {
                var answer = record.Requests.Count < hostileAnswers ? HostileAnswer.Random(script, Key) : HostileAnswer.Good();
                record.Add(request, answer);
                Describe(request, answer);
                return answer;
            },
            () =>
            {
                Interlocked.Increment(ref hangs);
                return time.BeginHang();
            });

        using var witness = new Witness(Key);
        RudderStackSinkOptions made = null!;
        await using var logger = new LoggerConfiguration().WriteTo.RudderStack(Key, server.Url, options => Configure(made = options, random, witness, time)).CreateLogger();
        var logged = LogAll(logger, random);
        if (random.OneIn(2))
            await time.RunAsync(RudderStackDelivery.FlushAsync());
        if (random.OneIn(3))
            logged.AddRange(LogAll(logger, random, first: logged.Count));

        var started = time.GetTimestamp();
        await time.RunAsync(logger.DisposeAsync().AsTask());
        var took = time.GetElapsedTime(started);

        Describe(witness.Reports, took);
        Violation.Unless(took <= made.ShutdownTimeout + Grace, $"The close took {took}, though ShutdownTimeout is {made.ShutdownTimeout}");
        if (server.Fault is { } fault)
            throw fault;
        witness.Check();
        record.Check(logged, witness, isPlain: made.MaxConcurrentRequests == 1 && hangs == 0);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static void Configure(RudderStackSinkOptions options, Random random, Witness witness, VirtualTime time)
    {
        witness.Watch(options);
        options.TimeProvider = time;
        options.RequestTimeout = VirtualTime.RequestTimeout;
        options.Interval = TimeSpan.FromHours(1);
        options.BatchSize = random.Pick(1, 2, 7, 50);
        options.DisableGzip = random.OneIn(2);
        options.NoProxySupport = random.OneIn(3);
        options.MaxConcurrentRequests = random.Pick(1, 1, 3);
        options.RetryAfter = random.Pick<TimeSpan?>(null, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(3));
        options.RetryTimeLimit = random.Pick(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(45), TimeSpan.FromMinutes(10));
        options.ShutdownTimeout = random.Pick(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60));
        options.ShutdownStallTimeout = random.Pick(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        options.Verbose = random.OneIn(4);
    }

    static List<string> LogAll(Logger logger, Random random, int first = 0)
    {
        var logged = new List<string>();
        var users = random.Next(1, 5);
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var user = $"user{random.Next(users)}";
            var id = string.Create(CultureInfo.InvariantCulture, $"{user}#{first + logged.Count:D5}");
            logged.Add(id);
            logger.Track(user, "Order Completed", new { Text = Witness.Secret }, messageId: id);
        }

        return logged;
    }

    void Describe(IEnumerable<string> reports, TimeSpan took)
    {
        lock (_description)
            _description.Append(CultureInfo.InvariantCulture, $"The close took {took}. Reports:\n{string.Join('\n', reports)}\n");
    }

    void Describe(Request request, HostileAnswer answer)
    {
        var bytes = answer.Pieces.SelectMany(piece => piece).Take(160).ToArray();
        lock (_description)
            _description.Append(CultureInfo.InvariantCulture, $"{request.Path} [{string.Join(' ', request.MessageIds)}] -> {(answer.Resets ? "resets " : "")}{(answer.Hangs ? "hangs " : "")}\"{Uri.EscapeDataString(Encoding.Latin1.GetString(bytes)).Replace("%20", " ", StringComparison.Ordinal)}\"\n");
    }
}
