using Serilog.Core;
using Serilog.Events;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Support;

sealed class CountingEnricher : ILogEventEnricher
{
    public int Count { get; private set; }

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => Count++;
}
