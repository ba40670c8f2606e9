using System.Globalization;
using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class LaneThreadsTests
{
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    enum Step
    {
        Add,
        AddMany,
        Flush,
        AwaitFlush,
        CancelFlush,
        Yield,
    }

    [Fact]
    public async Task WhateverThreadsAddAndFlushNothingIsLostAndEachThreadsOrderIsKept() =>
        await Gen.Select(Gen.Enum<Step>().Array[1, 40].Array[1, 5], Gen.Int[1, 12], Gen.Int[0, 3].Array[1, 8], Gen.Bool).SampleAsync(
            async (threads, batchSize, durations, hasInterval) =>
            {
                using var run = new Run(batchSize, durations, hasInterval);
                await Task.WhenAll(threads.Select((steps, thread) => Task.Run(() => run.DoAsync(thread, steps)))).WaitAsync(Soon);
                await run.EndAsync().WaitAsync(Soon);
            },
            iter: 100);

    sealed class Run : IDisposable
    {
        readonly List<(int Thread, int Number)> _received = [];
        readonly int _batchSize;
        readonly int[] _durations;
        readonly Lane _lane;
        int _batches;
        int _sending;
        int _added;

        public Run(int batchSize, int[] durations, bool hasInterval)
        {
            _batchSize = batchSize;
            _durations = durations;
            _lane = new Lane(hasInterval ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromHours(1), batchSize, SendAsync);
        }

        public async Task DoAsync(int thread, Step[] steps)
        {
            var number = 0;
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Step.Add:
                        Add(thread, number++);
                        break;
                    case Step.AddMany:
                        for (var i = 0; i <= _batchSize; i++)
                            Add(thread, number++);
                        break;
                    case Step.Flush:
                        _lane.Flush();
                        break;
                    case Step.AwaitFlush:
                        await _lane.FlushAsync(CancellationToken.None).WaitAsync(Soon);
                        AssertReceived(thread, number);
                        break;
                    case Step.CancelFlush:
                        using (var cancellation = new CancellationTokenSource())
                        {
                            var flush = _lane.FlushAsync(cancellation.Token);
                            await cancellation.CancelAsync();
                            await Task.WhenAny(flush).WaitAsync(Soon);
                        }

                        break;
                    default:
                        await Task.Yield();
                        break;
                }
            }

            Interlocked.Add(ref _added, number);
        }

        public async Task EndAsync()
        {
            await _lane.FlushAsync(CancellationToken.None);
            Assert.False(_lane.HasWork);
            lock (_received)
            {
                Assert.Equal(_added, _received.Count);
                foreach (var thread in _received.GroupBy(static one => one.Thread))
                    Assert.Equal(Enumerable.Range(0, thread.Count()), thread.Select(static one => one.Number));
            }
        }

        public void Dispose() => _lane.Dispose();

        void Add(int thread, int number) => _lane.Add(TestMessages.Queued($"{thread}-{number}"));

        void AssertReceived(int thread, int count)
        {
            lock (_received)
                Assert.Equal(count, _received.Count(one => one.Thread == thread));
        }

        async Task SendAsync(ReadOnlyMemory<QueuedMessage> messages)
        {
            Assert.Equal(1, Interlocked.Increment(ref _sending));
            Assert.InRange(messages.Length, 1, _batchSize);
            switch (_durations[_batches++ % _durations.Length])
            {
                case 0:
                    break;
                case 1:
                    await Task.Yield();
                    break;
                case 2:
                    Thread.SpinWait(1000);
                    break;
                default:
                    await Task.Delay(1);
                    break;
            }

            lock (_received)
            {
                foreach (var id in TestMessages.IdsOf(messages))
                {
                    var parts = id.Split('-');
                    _received.Add((int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture)));
                }
            }

            Interlocked.Decrement(ref _sending);
        }
    }
}
