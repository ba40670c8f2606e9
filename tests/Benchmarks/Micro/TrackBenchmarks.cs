using BenchmarkDotNet.Attributes;
using Benchmarks.Systems;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace Benchmarks.Micro;

/// <summary>The typed helper with the shapes of arguments that programs give it, in bursts that the queue holds.</summary>
public class TrackBenchmarks
{
    const int Events = 10_000;

    readonly Dictionary<string, object?> _dictionary = new() { ["order_id"] = 42, ["total"] = 99.50m, ["currency"] = "EUR", ["coupon"] = "SPRING", ["first"] = true };
    readonly Order _order = new(42, 99.50m, "EUR", "SPRING", true);
    readonly NestedOrder _nested = new(42, "EUR", [.. Enumerable.Range(1, 10).Select(static i => new Line($"G-{i}", $"Product {i}", i, 9.99m * i))]);
    Logger _logger = null!;

    [GlobalSetup]
    public void Open() => _logger = LoggingSystem.RudderStack.CreateLogger("http://localhost", new Tuning { Handler = new AnsweringHandler() });

    /// <summary>Each burst finds the queue empty, so that the caller never waits for room.</summary>
    [IterationCleanup]
    public void Settle() => RudderStackDelivery.FlushAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Close() => _logger.Dispose();

    [Benchmark(OperationsPerInvoke = Events)]
    public void AnonymousObject()
    {
        for (var i = 0; i < Events; i++)
            _logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = i, Total = 99.50m, Currency = "EUR", Coupon = "SPRING", First = true });
    }

    /// <summary>The same five properties, by a call that is generated from a tracking plan.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void TypedEvent()
    {
        for (var i = 0; i < Events; i++)
            _logger.TrackOrderCompleted("1hKOmRA4GRlm", new() { OrderId = i, Total = 99.50m, Currency = "EUR", Coupon = "SPRING", First = true });
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void Record()
    {
        for (var i = 0; i < Events; i++)
            _logger.Track("1hKOmRA4GRlm", "Order Completed", _order);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void Dictionary()
    {
        for (var i = 0; i < Events; i++)
            _logger.Track("1hKOmRA4GRlm", "Order Completed", _dictionary);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void OrderOfTenLines()
    {
        for (var i = 0; i < Events; i++)
            _logger.Track("1hKOmRA4GRlm", "Order Completed", _nested);
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void TypedEventOfTenLines()
    {
        for (var i = 0; i < Events; i++)
        {
            _logger.TrackOrderOfLinesCompleted("1hKOmRA4GRlm", new()
            {
                OrderId = _nested.OrderId,
                Currency = _nested.Currency,
                Products = _nested.Products.ConvertAll(static line => new Planned.OrderOfLinesCompleted.ProductsItem { ProductId = line.ProductId, Name = line.Name, Quantity = line.Quantity, Price = line.Price }),
            });
        }
    }

    sealed record Order(int OrderId, decimal Total, string Currency, string Coupon, bool First);

    sealed record NestedOrder(int OrderId, string Currency, List<Line> Products);

    sealed record Line(string ProductId, string Name, int Quantity, decimal Price);
}
