using System.Globalization;
using System.Text;
using System.Text.Json;
using RudderStack.Local.Gateway;

namespace RudderStack.Local;

/// <summary>
/// A rule that spoils one or more answers. Only what is set is changed: a fault with just a <see cref="Delay"/>
/// answers late but as the gateway would.
/// </summary>
/// <remarks>
/// A fault stands in front of the gateway: one with a <see cref="Status"/> answers so whatever the key or the body,
/// as a load balancer would, and stores nothing unless it is set to.
/// </remarks>
public sealed class Fault
{
    /// <summary>The value of <see cref="Times"/> for a fault that stays until it is cleared.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>How many requests the fault spoils. Default: 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The status to answer, 200 to 599, or null for the gateway's own answer.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// Headers to add to the answer, such as <c>Retry-After</c>. A <c>Content-Length</c> is announced as it is: of a
    /// longer body only so much is sent, and after a shorter one the connection is cut.
    /// </summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The answer's body when <see cref="Status"/> is set. Default: the status's standard text.</summary>
    public string? Body { get; init; }

    /// <summary>
    /// How long to wait before answering, by <see cref="LocalDataPlaneOptions.TimeProvider"/>. The wait comes before
    /// storing, and a client that leaves meanwhile has stored nothing, unless <see cref="Store"/> is set.
    /// </summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Whether the messages are stored first, if the gateway would accept them: with a status of 500 the client
    /// sees a failure although its data is safe. Default: false.
    /// </summary>
    public bool Store { get; init; }

    /// <summary>Where to cut the connection. Default: nowhere.</summary>
    public ConnectionCut CutConnection { get; init; }

    /// <summary>Whether no answer comes until the client goes away. Default: false.</summary>
    public bool Hang { get; init; }

    /// <summary>
    /// Limits the fault to requests that hold a message for which this is true. The message is seen as the gateway
    /// would store it; a request that the gateway refuses has none. Must not throw.
    /// </summary>
    public Func<JsonElement, bool>? WhenMessage { get; init; }

    /// <summary>
    /// Limits the fault to requests whose body has more bytes than this, counted as they come, compressed or not. Null,
    /// the default: bodies of any size.
    /// </summary>
    public int? WhenBodyOver { get; init; }

    /// <summary>
    /// Limits the fault to requests whose body holds this text when uncompressed, case and all. It is read only when the
    /// gateway would take the write key. Null, the default: any body.
    /// </summary>
    public string? WhenBodyHolds { get; init; }

    /// <summary>Limits the fault to this exact path. Null, the default: every <c>POST</c> of events.</summary>
    public string? Path { get; init; }

    /// <summary>Whether what the gateway accepts is stored, sooner or later.</summary>
    internal bool Stores => Store || CutConnection == ConnectionCut.AfterStoring || (Status is null && Answers);

    /// <summary>Whether an answer begins at all.</summary>
    internal bool Answers => !Hang && CutConnection is (ConnectionCut.None or ConnectionCut.InAnswer);

    /// <summary>
    /// A proxy before the gateway that takes no larger bodies: nginx's 413 page until cleared, nothing stored.
    /// </summary>
    /// <param name="bytes">The most that passes, counted as it comes, compressed or not: <c>client_max_body_size</c>.</param>
    public static Fault BodyLimit(int bytes) => new()
    {
        Times = Unlimited,
        Status = 413,
        Headers = HtmlHeaders(),
        Body = NginxPage("413 Request Entity Too Large"),
        WhenBodyOver = bytes,
    };

    /// <summary>
    /// A firewall before the gateway that refuses bodies for their content: a 403 page in HTML until cleared, nothing
    /// stored.
    /// </summary>
    /// <param name="text">The text that it refuses.</param>
    public static Fault Firewall(string text) => new()
    {
        Times = Unlimited,
        Status = 403,
        Headers = HtmlHeaders(),
        Body = NginxPage("403 Forbidden"),
        WhenBodyHolds = text,
    };

    bool LooksAtBody => WhenMessage is not null || WhenBodyOver is not null || WhenBodyHolds is not null;

    internal bool Fits(RequestBody body, IReadOnlyList<JsonElement> messages) =>
        (WhenBodyOver is not { } most || body.WireBytes > most)
        && (WhenBodyHolds is not { } text || body.Content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
        && (WhenMessage is not { } when || messages.Any(when));

    internal void Validate()
    {
        if (Times < 1)
            throw new ArgumentException($"{nameof(Times)} must be at least 1, but is {Times}.");
        if (Status is < 200 or > 599)
            throw new ArgumentException($"{nameof(Status)} must be between 200 and 599, but is {Status}.");
        if (Body is not null && Status is null)
            throw new ArgumentException($"{nameof(Body)} needs a {nameof(Status)}.");
        if (Delay < TimeSpan.Zero)
            throw new ArgumentException($"{nameof(Delay)} must not be negative, but is {Delay}.");
        if (Hang && CutConnection != ConnectionCut.None)
            throw new ArgumentException($"{nameof(Hang)} and {nameof(CutConnection)} exclude each other.");
        if (!Answers && Status is not null)
            throw new ArgumentException($"{nameof(Status)} is never answered with {nameof(Hang)}, {nameof(ConnectionCut.BeforeReading)} or {nameof(ConnectionCut.AfterStoring)}.");
        if (CutConnection == ConnectionCut.BeforeReading && (Store || LooksAtBody))
            throw new ArgumentException($"{nameof(ConnectionCut.BeforeReading)} excludes {nameof(Store)}, {nameof(WhenMessage)}, {nameof(WhenBodyOver)} and {nameof(WhenBodyHolds)}: all need the body.");
        if (WhenBodyOver < 0)
            throw new ArgumentException($"{nameof(WhenBodyOver)} must not be negative, but is {WhenBodyOver}.");
        if (WhenBodyHolds is "")
            throw new ArgumentException($"{nameof(WhenBodyHolds)} must not be empty.");
        foreach (var (name, value) in Headers)
        {
            if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-') || value.Any(character => character is < ' ' or > '~'))
                throw new ArgumentException($"\"{name}: {value}\" is no header.");
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new ArgumentException($"\"{name}: {value}\" is no header: a length is a whole number.");
            if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"\"{name}\" is no header of a fault: answers are sent as they are, with a Content-Length.");
        }

        if (Path is not null && !Path.StartsWith('/'))
            throw new ArgumentException($"{nameof(Path)} must begin with a slash, but is \"{Path}\".");
    }

    static Dictionary<string, string> HtmlHeaders() => new() { ["Content-Type"] = "text/html" };

    static string NginxPage(string title) =>
        $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
}
