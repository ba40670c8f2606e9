using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using TestedFramework;

namespace EndToEnd.Tests.Plugins;

/// <summary>When the last sink is disposed, nothing of the library pins the load context of a plug-in.</summary>
public sealed class UnloadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AfterTheDisposalThePluginIsCollected(bool ownSerilog)
    {
        await using var dataPlane = await LocalDataPlane.StartAsync();

        // A host that exports metrics outlives its plug-ins.
        using var meter = new MeterListener();
        var (published, ended) = (0, 0);
        meter.InstrumentPublished = (instrument, listener) =>
        {
            published += instrument.Meter.Name == Measurements.MeterName ? 1 : 0;
            listener.EnableMeasurementEvents(instrument);
        };
        meter.MeasurementsCompleted = (instrument, _) => ended += instrument.Meter.Name == Measurements.MeterName ? 1 : 0;
        meter.Start();
        var before = published;

        var plugin = Run(dataPlane, ownSerilog, meter);

        // Threads of the pool let go of what they ran last when they run something else.
        await SoonEnough.IsTrueAsync(() => IsGone(plugin));
        meter.RecordObservableInstruments();
        Assert.Equal(4, dataPlane.Count);

        // Else a host that loads a plug-in again and again would export its instruments once for each time.
        // netstandard2.0 knows no load contexts: only the two gauges, which are the sinks', end.
        Assert.Equal((10, Tested.Expect(ordinarily: 10, onNetStandard: 2)), (published - before, ended));
    }

    // Apart, so that no variable of the caller keeps the context alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference Run(LocalDataPlane dataPlane, bool ownSerilog, MeterListener meter)
    {
        var context = new PluginContext(ownSerilog);
        context.Run(dataPlane.WriteKey, dataPlane.Url);
        meter.RecordObservableInstruments();
        context.Unload();
        return new WeakReference(context);
    }

    static bool IsGone(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !reference.IsAlive;
    }
}
