using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace EndToEnd.Tests.Hooks;

/// <summary>What a request ends with reaches the user's code without the write key, which a handler's exception may hold.</summary>
public sealed class FaultDiscretionTests : EndToEndTest
{
    [Fact]
    public async Task HooksAndListenersGetTheTypeAndTheTextOfAFaultAndNothingElse()
    {
        using var handler = new Http.RecordingHandler { OnSend = request => throw new RefusedException(request) };
        var listener = new ExceptionListener();
        var log = Keep(new LoggerConfiguration().WriteTo.Fallible(wt => wt.RudderStack(WriteKey, DataPlane.Url, options => Prepare(options, o =>
        {
            o.HttpMessageHandlerFactory = () => handler;
            o.RetryTimeLimit = TimeSpan.FromMilliseconds(50);
        })), listener).CreateLogger());
        log.LogTrack("Lost");
        await FlushAsync();

        foreach (var exception in new[] { Assert.Single(Dropped).Exception!, Assert.Single(listener.Exceptions)! })
        {
            Assert.IsNotType<RefusedException>(exception);
            Assert.Equal("RefusedException: refused Basic ***", exception.Message);
            Assert.DoesNotContain(WriteKey, exception.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains(Reported.Lines, line => line.Contains("RefusedException: refused Basic ***", StringComparison.Ordinal));
    }

    sealed class RefusedException(HttpRequestMessage request) : Exception($"refused {request.Headers.Authorization}")
    {
        public HttpRequestMessage Request { get; } = request;
    }

    sealed class ExceptionListener : ILoggingFailureListener
    {
        public List<Exception?> Exceptions { get; } = [];

        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
            Exceptions.Add(exception);
    }
}
