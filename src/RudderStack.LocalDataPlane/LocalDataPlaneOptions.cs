namespace RudderStack.Local;

/// <summary>How a <see cref="LocalDataPlane"/> listens, whom it knows and how much it remembers.</summary>
public sealed class LocalDataPlaneOptions
{
    /// <summary>The write key that is known when none is given.</summary>
    public const string DefaultWriteKey = "local-write-key";

    /// <summary>Write keys of enabled sources. Default: <see cref="DefaultWriteKey"/> alone.</summary>
    public IList<string> WriteKeys { get; set; } = [DefaultWriteKey];

    /// <summary>Write keys of sources that are switched off: they are answered 404. Default: none.</summary>
    public IList<string> DisabledWriteKeys { get; set; } = [];

    /// <summary>Where to listen, plain HTTP only; port 0 takes any free port. Default: <c>http://127.0.0.1:0</c>.</summary>
    public IList<string> Urls { get; set; } = ["http://127.0.0.1:0"];

    /// <summary>The clock behind <c>receivedAt</c>, the request log and the delays of faults. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How many messages are kept; beyond it the oldest are forgotten. Default: 1 000 000.</summary>
    public int MaxStored { get; set; } = 1_000_000;

    /// <summary>
    /// How many bytes of memory the kept messages may take, roughly: their JSON, and 12 bytes for each name and value in
    /// it. Beyond it the oldest are forgotten. Default: 1 GiB.
    /// </summary>
    public long MaxStoredBytes { get; set; } = 1L << 30;

    /// <summary>How many requests the log keeps; beyond it the oldest are forgotten. Default: 10 000.</summary>
    public int MaxRequests { get; set; } = 10_000;

    /// <summary>
    /// How many bytes of memory the log may take, roughly: paths, headers, answers and kept bodies. Beyond it the oldest
    /// requests are forgotten. Default: 1 GiB.
    /// </summary>
    public long MaxRequestsBytes { get; set; } = 1L << 30;

    /// <summary>
    /// Whether the log keeps each uncompressed body whose write key is good. Default: false, since it costs memory.
    /// </summary>
    public bool KeepBodies { get; set; }

    /// <summary>
    /// The folder of the tracking plan that messages are checked by, as RudderStack's server would: <c>FOLDER</c>, or
    /// <c>FOLDER#ID</c> where it has several plans. It holds the YAML of <c>rudder-cli</c>. Null, the default: none.
    /// </summary>
    public string? Plan { get; set; }

    /// <summary>The tracking plans of single write keys, in place of <see cref="Plan"/>. Default: none.</summary>
    public IDictionary<string, string> Plans { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// The id of the source whose settings say which violations of <see cref="Plan"/> make RudderStack drop an event; it is
    /// needed only where several sources of the folder name the plan. Nothing is dropped here: it is shown.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>The sources of single write keys, in place of <see cref="Source"/>. Default: none.</summary>
    public IDictionary<string, string> Sources { get; set; } = new Dictionary<string, string>();

    internal void Validate()
    {
        if (WriteKeys.Count == 0)
            throw new ArgumentException($"{nameof(WriteKeys)} must name at least one key.");
        if (WriteKeys.Concat(DisabledWriteKeys).Any(string.IsNullOrEmpty))
            throw new ArgumentException("A write key must not be empty.");
        if (Urls.Count == 0)
            throw new ArgumentException($"{nameof(Urls)} must name at least one URL.");
        foreach (var url in Urls)
            ValidateUrl(url);
        ValidatePlans();
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStored);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStoredBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRequests);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRequestsBytes);
    }

    // No message names a key: it may be a real one.
    void ValidatePlans()
    {
        if (Plans.Keys.Except(WriteKeys).Any())
            throw new ArgumentException($"{nameof(Plans)} has a write key that is not among {nameof(WriteKeys)}.");
        if (Sources.Keys.Except(WriteKeys).Any())
            throw new ArgumentException($"{nameof(Sources)} has a write key that is not among {nameof(WriteKeys)}.");
        if (Plan is "" || Plans.Values.Any(string.IsNullOrEmpty))
            throw new ArgumentException("The folder of a tracking plan must not be empty.");
        if (Source is "" || Sources.Values.Any(string.IsNullOrEmpty))
            throw new ArgumentException("The id of a source must not be empty.");
        if (Plan is null && (Source is not null || Sources.Keys.Except(Plans.Keys).Any()))
            throw new ArgumentException($"A source needs a tracking plan: set {nameof(Plan)}, or --plan.");
    }

    static void ValidateUrl(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException($"\"{url}\" is no URL to listen on.", exception);
        }

        if (address.Scheme != Uri.UriSchemeHttp || address.PathBase.Length > 0)
            throw new ArgumentException($"\"{url}\" must be http:// with a host and a port, and no path.");
        if (address.Host == "localhost" && address.Port == 0)
            throw new ArgumentException("Port 0 needs an address such as 127.0.0.1: \"localhost\" stands for two.");
    }
}
