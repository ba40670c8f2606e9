using System.Globalization;
using RudderStack.Local.Plans;

namespace RudderStack.Local.Tool;

/// <summary>The arguments of the command, read.</summary>
sealed class CommandLine
{
    public const string Usage = """
        Usage: rudderstack-local [options]

          --urls URL                 where to listen, several separated by ';' (default http://127.0.0.1:8080)
          --write-key KEY            a known write key, repeatable (default local-write-key)
          --disabled-write-key KEY   a key whose source is disabled, repeatable
          --plan FOLDER[#ID]         checks messages by the tracking plan in that folder, the YAML of rudder-cli; with the
                                     plan's id where the folder has several; KEY=FOLDER[#ID] for one write key, repeatable
          --source ID                the source whose settings say which violations make RudderStack drop an event, where
                                     several name the plan; KEY=ID for one write key, repeatable
          --help                     shows this text

        Conditions, all until the end; faults for single answers are set on the live page and by POST /local/faults:

          --answer-time TIME[+TIME]  for each request, and for each of its events (14ms+36us is what a real gateway took)
          --rate-limit EVENTS/TIME   429 for a batch beyond that many events in that time (1000/60s)
          --rate-burst EVENTS        how many events of the rate limit may come at once (default: all of it)
          --store-hangs              connections are cut after 10 s without an answer, nothing is stored
          --store-error TEXT         500 with this text, nothing is stored
          --body-limit BYTES         413 as by a proxy in front, for bodies of more bytes, counted as they come
          --firewall TEXT            403 as by a firewall in front, for bodies that hold the text, repeatable

        A time is a number and us, ms, s, m or h.

        """;

    /// <summary>One developer needs fewer messages than a load test in process.</summary>
    const int MaxStored = 100_000;

    const long MaxBytes = 256L << 20;

    readonly List<string> _urls = [];
    readonly List<string> _keys = [];
    readonly List<string> _disabledKeys = [];
    readonly List<Fault> _faults = [];
    readonly List<string> _plans = [];
    readonly List<string> _sources = [];
    AnswerTime? _answerTime;
    RateLimit? _rateLimit;
    int? _rateBurst;
    bool _storeHangs;
    string? _storeError;

    CommandLine()
    {
    }

    public LocalDataPlaneOptions Options { get; } = new() { MaxStored = MaxStored, MaxStoredBytes = MaxBytes, MaxRequestsBytes = MaxBytes };

    public bool WantsHelp { get; private set; }

    /// <exception cref="ArgumentException">The arguments make no sense; the message says why.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (value is null && line.TrySwitch(name))
                continue;
            if (line.Setter(name) is not { } set)
                throw new ArgumentException($"\"{args[i]}\" is not known.");
            value ??= ++i < args.Count && !args[i].StartsWith("--", StringComparison.Ordinal)
                ? args[i]
                : throw new ArgumentException($"{name} needs a value.");
            set(value);
        }

        line.Complete();
        return line;
    }

    /// <summary>Sets the conditions that the arguments ask for.</summary>
    public void ApplyTo(LocalDataPlane dataPlane)
    {
        dataPlane.AnswerTime = _answerTime;
        dataPlane.RateLimit = _rateLimit;
        dataPlane.StoreHangs = _storeHangs;
        dataPlane.StoreError = _storeError;
        foreach (var fault in _faults)
            dataPlane.Faults.Add(fault);
    }

    bool TrySwitch(string name)
    {
        switch (name)
        {
            case "--help" or "-h":
                WantsHelp = true;
                return true;
            case "--store-hangs":
                _storeHangs = true;
                return true;
            default:
                return false;
        }
    }

    Action<string>? Setter(string name) => name switch
    {
        "--urls" => value => _urls.AddRange(value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        "--write-key" => _keys.Add,
        "--disabled-write-key" => _disabledKeys.Add,
        "--plan" => _plans.Add,
        "--source" => _sources.Add,
        "--answer-time" => value => _answerTime = ReadAnswerTime(value),
        "--rate-limit" => value => _rateLimit = ReadRateLimit(value),
        "--rate-burst" => value => _rateBurst = ReadNumber(name, value),
        "--store-error" => value => _storeError = value,
        "--body-limit" => value => _faults.Add(Fault.BodyLimit(ReadNumber(name, value))),
        "--firewall" => value => _faults.Add(Fault.Firewall(value)),
        _ => null,
    };

    void Complete()
    {
        Options.Urls = _urls.Count == 0 ? ["http://127.0.0.1:8080"] : _urls;
        if (_keys.Count > 0)
            Options.WriteKeys = _keys;
        Options.DisabledWriteKeys = _disabledKeys;
        Options.Plan = ReadPerKey("--plan", _plans, Options.Plans);
        Options.Source = ReadPerKey("--source", _sources, Options.Sources);
        Options.Validate();
        if (_rateBurst is { } burst)
            _rateLimit = (_rateLimit ?? throw new ArgumentException("--rate-burst needs a --rate-limit.")) with { Burst = burst };
        _answerTime?.Validate();
        _rateLimit?.Validate();
        _faults.ForEach(fault => fault.Validate());
    }

    /// <summary>Gives the value for all keys, and adds those for single ones. Write keys may be real ones: no message repeats a value with one.</summary>
    string? ReadPerKey(string name, List<string> values, IDictionary<string, string> byKey)
    {
        string? forAll = null;
        foreach (var value in values)
        {
            var key = Options.WriteKeys.Where(key => value.StartsWith(key + "=", StringComparison.Ordinal)).MaxBy(key => key.Length);
            if (key is not null && !byKey.TryAdd(key, value[(key.Length + 1)..]))
                throw new ArgumentException($"{name} is given twice for one write key.");
            if (key is not null)
                continue;
            if (value.Contains('=', StringComparison.Ordinal) && !Directory.Exists(PlanReference.Parse(value).Folder))
                throw new ArgumentException($"The text before the = in {name} is not a known write key. Add the key with --write-key.");
            if (forAll is not null)
                throw new ArgumentException($"{name} is given twice. With KEY= before the value it is for one write key.");
            forAll = value;
        }

        return forAll;
    }

    static AnswerTime ReadAnswerTime(string value)
    {
        var parts = value.Split('+', 2);
        var perEvent = TimeSpan.Zero;
        return Duration.TryParse(parts[0], out var perRequest) && (parts.Length == 1 || Duration.TryParse(parts[1], out perEvent))
            ? new AnswerTime(perRequest, perEvent)
            : throw new ArgumentException($"--answer-time \"{value}\" is no time such as 150ms or 14ms+36us.");
    }

    static RateLimit ReadRateLimit(string value) =>
        value.Split('/') is [var events, var per] && TryReadNumber(events, out var number) && Duration.TryParse(per, out var duration)
            ? new RateLimit(number, duration)
            : throw new ArgumentException($"--rate-limit \"{value}\" is no limit such as 1000/60s.");

    static int ReadNumber(string name, string value) =>
        TryReadNumber(value, out var number) ? number : throw new ArgumentException($"{name} \"{value}\" is no whole number.");

    static bool TryReadNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
