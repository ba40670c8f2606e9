using System.Collections.Concurrent;
using System.Globalization;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>Numbers each request in a header and remembers those that got no answer.</summary>
sealed class MarkingHandler : DelegatingHandler
{
    public const string Header = "X-Attempt";

    readonly ConcurrentDictionary<string, bool> _unanswered = new();
    int _last;

    public MarkingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public bool GotNoAnswer(string attempt) => _unanswered.ContainsKey(attempt);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(Header, attempt);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch
        {
            _unanswered[attempt] = true;
            throw;
        }
    }
}
