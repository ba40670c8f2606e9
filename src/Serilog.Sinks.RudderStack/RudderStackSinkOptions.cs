using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Configuration;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack;

/// <summary>Everything that can be set on a RudderStack sink.</summary>
/// <remarks>
/// Options that RudderStack's Go SDK has keep its names. Setters accept anything; all faults are reported
/// together, as one <see cref="ArgumentException"/>, when the logger is configured. Later changes to the
/// object have no effect.
/// </remarks>
public sealed class RudderStackSinkOptions
{
    /// <summary>The longest time that an accepted event waits for a batch to fill.</summary>
    /// <remarks>
    /// Default 5 s; more than zero, at most one hour. Each batch leaves a timer behind for this time, so with many full batches
    /// a second an interval of an hour costs memory.
    /// </remarks>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of messages that makes a batch go out before <see cref="Interval"/> has passed.</summary>
    /// <remarks>
    /// Default 500, from 1 to 100 000; no request carries more. The gateway needs a fixed time for each request, so
    /// larger batches give a higher throughput. What fills the queue goes out at once as well. A smaller limit on the way (a
    /// rate limit's burst, a proxy's body size) is learned and reported.
    /// </remarks>
    public int BatchSize { get; set; } = 500;

    /// <summary>Whether each request is reported, at level <c>Information</c>.</summary>
    /// <remarks>Default false. The lines carry counts, sizes and status, never contents.</remarks>
    public bool Verbose { get; set; }

    /// <summary>A fixed wait before each further attempt, instead of the exponential back-off.</summary>
    /// <remarks>
    /// Default null: 100 ms doubling to 30 s, with full jitter. A longer <c>Retry-After</c> of the server is used
    /// instead, up to 5 minutes. This option is at most one hour.
    /// </remarks>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Gives the wait before the next attempt from the number of attempts already made (1, 2, ...).</summary>
    /// <remarks>
    /// Default null. Takes the place of <see cref="RetryAfter"/> and of the exponential back-off. A negative result
    /// counts as zero and one above an hour as an hour; if the function throws, the exponential back-off is used.
    /// </remarks>
    public Func<int, TimeSpan>? RetryDelay { get; set; }

    /// <summary>Whether request bodies are sent as plain JSON instead of gzip.</summary>
    /// <remarks>Default false. rudder-server before 1.4 cannot read gzip and answers <c>invalid json</c>.</remarks>
    public bool DisableGzip { get; set; }

    /// <summary>Whether to leave out what only RudderStack's multi-node proxy reads.</summary>
    /// <remarks>
    /// Default false: requests carry <c>RS-targetNode</c>, <c>RS-nodeCount</c> and <c>RS-userAgent</c>, and status 451
    /// makes the sink ask the proxy for its node count. When true, 451 is retried like 503.
    /// </remarks>
    public bool NoProxySupport { get; set; }

    /// <summary>How long a batch is tried before its messages are dropped, counted from its first attempt or its last acknowledged part.</summary>
    /// <remarks>Default 10 minutes; more than zero, at most seven days.</remarks>
    public TimeSpan RetryTimeLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one request may take as a whole, from connecting to the end of the answer.</summary>
    /// <remarks>
    /// Default 30 s; more than zero, at most one hour. A request that takes longer counts as a failed attempt. A log call of
    /// <c>AuditTo</c> may wait as long.
    /// </remarks>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a new connection may take, the name look-up and TLS included.</summary>
    /// <remarks>
    /// Default 10 s; more than zero, at most one hour. Part of <see cref="RequestTimeout"/>, which ends a request that is still
    /// connecting then. Has no effect on a handler of <see cref="HttpMessageHandlerFactory"/>, nor on frameworks older than
    /// .NET 8, where only <see cref="RequestTimeout"/> counts.
    /// </remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long disposal may take to deliver what was accepted, while the data plane keeps acknowledging it.</summary>
    /// <remarks>
    /// Default 60 s; more than zero, at most one hour. Disposal ends earlier when everything is delivered, and when nothing is
    /// acknowledged for <see cref="ShutdownStallTimeout"/>. What is left is dropped with reason
    /// <see cref="DropReason.Shutdown"/>.
    /// </remarks>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long disposal waits without any acknowledgement before it gives up.</summary>
    /// <remarks>
    /// Default 10 s; more than zero, at most one hour. Each acknowledged batch starts the time anew, within
    /// <see cref="ShutdownTimeout"/>. Twice the slowest recent answer counts instead if that is longer, up to <see cref="RequestTimeout"/>.
    /// </remarks>
    public TimeSpan ShutdownStallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a process that ends without having closed its logger still sends what is queued.</summary>
    /// <remarks>
    /// Default 2 s, at most one minute; zero switches it off. All sinks of the process share one limit, the longest of theirs, and
    /// at most 1.5 s on .NET Framework, which itself allows no more than about 2 s. Covers the return of <c>Main</c>,
    /// <c>Environment.Exit</c>, an unhandled exception, SIGTERM, SIGHUP and Ctrl+C, unless other code keeps the process alive
    /// after a signal. What is left is reported; it is lost if nothing closes the logger afterwards. Closing the logger is
    /// better: it waits as long as <see cref="ShutdownTimeout"/> says, and calls hooks and fallback. Nothing covers SIGKILL and
    /// <c>Environment.FailFast</c>.
    /// </remarks>
    public TimeSpan ProcessExitTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The number of messages that may be pending, those being sent included.</summary>
    /// <remarks>Default 100 000. <see cref="WhenQueueFull"/> decides what happens when it is reached.</remarks>
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>The memory in bytes that pending messages may use: the capacity of their buffers, and 216 bytes more for each.</summary>
    /// <remarks>Default 64 MiB; at least <see cref="MaxMessageBytes"/>.</remarks>
    public long QueueLimitBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>What happens to an event when the queue is full.</summary>
    /// <remarks>Default <see cref="WhenQueueFull.Drop"/>.</remarks>
    public WhenQueueFull WhenQueueFull { get; set; } = WhenQueueFull.Drop;

    /// <summary>The number of requests that may be under way at the same time.</summary>
    /// <remarks>
    /// Default 1, at most 256. With one, everything arrives in the order in which it was logged; with more, the events of one
    /// user do. Events per second are at most this times <see cref="BatchSize"/>, divided by the time of an answer.
    /// </remarks>
    public int MaxConcurrentRequests { get; set; } = 1;

    /// <summary>The largest message, in UTF-8 bytes as sent; a larger one is dropped.</summary>
    /// <remarks>
    /// Default 32 768, the rule of RudderStack's SDKs. At most <see cref="MaxBatchBytes"/> less the 12 bytes of the
    /// envelope.
    /// </remarks>
    public int MaxMessageBytes { get; set; } = 32_768;

    /// <summary>The largest request body, in bytes before compression.</summary>
    /// <remarks>Default 512 000; at most 4 096 000, the limit of RudderStack's gateway.</remarks>
    public int MaxBatchBytes { get; set; } = 512_000;

    /// <summary>How C# identifiers are spelled in messages.</summary>
    /// <remarks>
    /// Default <see cref="PropertyNaming.RudderStackSpec"/>. Keys of dictionaries and of integrations are never renamed.
    /// </remarks>
    public PropertyNaming PropertyNaming { get; set; } = PropertyNaming.RudderStackSpec;

    /// <summary>Whether identify also puts the traits into <c>context.traits</c>.</summary>
    /// <remarks>Default false. RudderStack's Node SDK does; a few destinations read only there.</remarks>
    public bool CopyTraitsToContext { get; set; }

    /// <summary>Which event properties without a reserved name are sent.</summary>
    /// <remarks>Default <see cref="LooseProperties.All"/>, except the names on the deny list.</remarks>
    public LooseProperties LooseProperties { get; set; } = LooseProperties.All;

    /// <summary>Names of loose properties that are not sent; replaces the built-in list.</summary>
    /// <remarks>
    /// Default null: the built-in list of framework noise (<c>SourceContext</c>, <c>RequestId</c> and so on). Case does
    /// not count. A name that is a hole of the event's own message template is sent all the same.
    /// </remarks>
    public IList<string>? PropertyDenyList { get; set; }

    /// <summary>Names of loose properties that are not sent, besides the deny list.</summary>
    /// <remarks>Default null. Case does not count.</remarks>
    public IList<string>? AdditionalDeniedProperties { get; set; }

    /// <summary>The only loose properties that are sent.</summary>
    /// <remarks>Default null: no such restriction. When set, the deny lists do not count. Case does not count.</remarks>
    public IList<string>? PropertyAllowList { get; set; }

    /// <summary>Context that every message carries, unless the event's own context says otherwise.</summary>
    /// <remarks>
    /// Default null. Values are scalars, dictionaries with text keys, or sequences of them. A dot in a key separates
    /// levels (<c>app.name</c>), so that flat configuration can express them.
    /// </remarks>
    public IDictionary<string, object?>? DefaultContext { get; set; }

    /// <summary>Destinations that every message switches on or off, unless the event says otherwise.</summary>
    /// <remarks>
    /// Default null: all. Keys are destination names exactly as RudderStack shows them; values are true, false (also as
    /// text) or a dictionary of the destination's options; <c>All</c> takes true or false only.
    /// A null counts as absent.
    /// </remarks>
    public IDictionary<string, object?>? DefaultIntegrations { get; set; }

    /// <summary>The anonymous id of events that have neither <c>UserId</c> nor <c>AnonymousId</c>.</summary>
    /// <remarks>
    /// Default null: such events are dropped as invalid. The text <c>process</c> means a random id, one for each
    /// process. Never used on alias, since it would merge users.
    /// </remarks>
    public string? DefaultAnonymousId { get; set; }

    /// <summary>The event property that names the call; compared exactly.</summary>
    /// <remarks>Default <c>EventType</c>.</remarks>
    public string EventTypeProperty { get; set; } = "EventType";

    /// <summary>The event property that becomes <c>userId</c>.</summary>
    /// <remarks>Default <c>UserId</c>. Like all that follow, an exact match wins over one that ignores case.</remarks>
    public string UserIdProperty { get; set; } = "UserId";

    /// <summary>The event property that becomes <c>anonymousId</c>.</summary>
    /// <remarks>Default <c>AnonymousId</c>.</remarks>
    public string AnonymousIdProperty { get; set; } = "AnonymousId";

    /// <summary>The event property that becomes <c>event</c> on track.</summary>
    /// <remarks>Default <c>Event</c>.</remarks>
    public string EventProperty { get; set; } = "Event";

    /// <summary>The event property that becomes <c>event</c> on track when there is no <see cref="EventProperty"/>.</summary>
    /// <remarks>Default <c>EventName</c>.</remarks>
    public string EventNameProperty { get; set; } = "EventName";

    /// <summary>The event property that becomes <c>name</c> on page and screen.</summary>
    /// <remarks>Default <c>Name</c>.</remarks>
    public string NameProperty { get; set; } = "Name";

    /// <summary>The event property that becomes <c>category</c> on page and screen.</summary>
    /// <remarks>Default <c>Category</c>.</remarks>
    public string CategoryProperty { get; set; } = "Category";

    /// <summary>The event property that becomes <c>groupId</c> on group.</summary>
    /// <remarks>Default <c>GroupId</c>.</remarks>
    public string GroupIdProperty { get; set; } = "GroupId";

    /// <summary>The event property that becomes <c>previousId</c> on alias.</summary>
    /// <remarks>Default <c>PreviousId</c>.</remarks>
    public string PreviousIdProperty { get; set; } = "PreviousId";

    /// <summary>The event property that becomes <c>traits</c>.</summary>
    /// <remarks>Default <c>Traits</c>. On track, page and screen it becomes <c>context.traits</c>.</remarks>
    public string TraitsProperty { get; set; } = "Traits";

    /// <summary>The event property that becomes <c>properties</c> on track, page and screen.</summary>
    /// <remarks>Default <c>Properties</c>.</remarks>
    public string PropertiesProperty { get; set; } = "Properties";

    /// <summary>The event property that becomes <c>context</c>.</summary>
    /// <remarks>Default <c>Context</c>.</remarks>
    public string ContextProperty { get; set; } = "Context";

    /// <summary>The event property that becomes <c>integrations</c>.</summary>
    /// <remarks>Default <c>Integrations</c>.</remarks>
    public string IntegrationsProperty { get; set; } = "Integrations";

    /// <summary>The event property that becomes <c>messageId</c>.</summary>
    /// <remarks>Default <c>MessageId</c>. RudderStack can remove duplicates by it.</remarks>
    public string MessageIdProperty { get; set; } = "MessageId";

    /// <summary>The event property that becomes <c>timestamp</c> and <c>originalTimestamp</c>, for imports.</summary>
    /// <remarks>
    /// Default <c>Timestamp</c>. A time is a <see cref="DateTime"/>, a <see cref="DateTimeOffset"/>, a date, or text as RFC 3339,
    /// ISO 8601 (calendar dates, basic or extended) or RFC 1123 writes it; without a zone it counts as UTC. Blank text counts as
    /// absent. Other text, and a number that could be an epoch time, make the event invalid; any other value is an ordinary property.
    /// </remarks>
    public string TimestampProperty { get; set; } = "Timestamp";

    /// <summary>Changes a message before it is queued, or vetoes it by returning null.</summary>
    /// <remarks>
    /// Default null. Runs once for each message, on the thread that logs, and sees the message without <c>sentAt</c>.
    /// The result is validated and measured again. A veto, and likewise an exception, drops the event with reason
    /// <see cref="DropReason.Filtered"/>. Not called for events that are logged inside a hook.
    /// </remarks>
    public Func<JsonObject, JsonObject?>? BeforeSend { get; set; }

    /// <summary>Called once for each message that the data plane has accepted.</summary>
    /// <remarks>
    /// Default null. Runs on a background thread and holds up the messages behind; with several requests at a time, on several
    /// threads. What it throws is written to <c>SelfLog</c>. Events that it logs are sent, and call no hook.
    /// </remarks>
    public Action<DeliveredMessage>? OnDelivered { get; set; }

    /// <summary>Called once for each message that was dropped.</summary>
    /// <remarks>
    /// Default null. Runs on the thread that found out: the one that logs, a background thread, or the one that
    /// disposes. What it throws is written to <c>SelfLog</c>. Events that it logs are sent, and call no hook. What a shutdown
    /// drops is handed over for at most 15 s, or 5 s without a call that returns.
    /// </remarks>
    public Action<DroppedMessage>? OnDropped { get; set; }

    /// <summary>Called with each report about this sink: faults, their end, losses.</summary>
    /// <remarks>
    /// Default null. The lines that <c>SelfLog</c> gets, the first of a kind at once, then summaries. Runs on the thread that
    /// found out, which may be one that logs; what it throws is ignored. <see cref="RudderStackReports"/> hears all sinks.
    /// </remarks>
    public Action<RudderStackReport>? OnReport { get; set; }

    /// <summary>Whether faults that must be fixed are also written to standard error.</summary>
    /// <remarks>Default <see cref="StandardErrorReports.Auto"/>: on a terminal, while nobody listens, once for each kind of fault.</remarks>
    public StandardErrorReports StandardErrorReports { get; set; } = StandardErrorReports.Auto;

    /// <summary>Makes the HTTP handler, for proxies, client certificates and tests.</summary>
    /// <remarks>
    /// Default null: the sink's own handler, which pools connections for two minutes, follows no redirects and
    /// takes no part in tracing. Called in the background when the first event has been accepted, never while a logger or host is
    /// being built, so it may resolve services. Called again after it threw, which counts as a failed attempt; the handler it
    /// gives is kept, used as it is and never disposed. A handler that blocks, or ignores that it is
    /// cancelled, is left alone after <see cref="RequestTimeout"/>.
    /// </remarks>
    public Func<HttpMessageHandler>? HttpMessageHandlerFactory { get; set; }

    /// <summary>Whether the sink does anything.</summary>
    /// <remarks>Default true. When false, write key and data plane URL may be empty, and every event is ignored.</remarks>
    public bool Enabled { get; set; } = true;

    /// <summary>Sets the options that a configuration section names, such as <c>BatchSize</c> or <c>DefaultContext</c>.</summary>
    /// <remarks>
    /// Stricter than a configuration binder: a name that is no option, a text that cannot be read and an empty text where a
    /// number, a time or a choice belongs are faults. Each is reported with its path when the options are validated, together
    /// with all others; this method does not throw for them. Times are written as <c>00:00:30</c>; names may be in any case.
    /// <c>[]</c> is an empty list, except to providers that make null of it (Microsoft.Extensions.Configuration.Json before
    /// version 10): there a null list is a fault. Other nulls set nothing. Later changes of the configuration have no effect.
    /// </remarks>
    /// <param name="configuration">The section whose children are options.</param>
    /// <exception cref="ArgumentNullException">The configuration is null.</exception>
    public void ReadFrom(IConfiguration configuration)
    {
        Guard.NotNull(configuration, nameof(configuration));
        SectionReader.Read(configuration, this);
    }

    /// <summary>Finds all that is wrong, as making a sink would, without making one.</summary>
    /// <remarks>For programs that read their configuration before they have a logger, and for tests of it.</remarks>
    /// <param name="writeKey">The write key that the options are meant for.</param>
    /// <param name="dataPlaneUrl">The data plane's URL.</param>
    /// <exception cref="ArgumentException">At least one of them is wrong; the message has a line for each fault.</exception>
    public void Validate(string? writeKey, string? dataPlaneUrl) => OptionsValidator.Check(writeKey, dataPlaneUrl, this);

    internal ConfiguredSettings Configured { get; } = new();

    internal TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
