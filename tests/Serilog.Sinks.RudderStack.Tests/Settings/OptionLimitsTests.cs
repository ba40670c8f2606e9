using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class OptionLimitsTests
{
    [Fact]
    public void TheDefaultsAreGood() => Validation.Accept();

    [Theory]
    [InlineData("Interval", "00:00:05")]
    [InlineData("BatchSize", "500")]
    [InlineData("RetryTimeLimit", "00:10:00")]
    [InlineData("RequestTimeout", "00:00:30")]
    [InlineData("ConnectTimeout", "00:00:10")]
    [InlineData("ShutdownTimeout", "00:01:00")]
    [InlineData("ShutdownStallTimeout", "00:00:10")]
    [InlineData("QueueLimit", "100000")]
    [InlineData("QueueLimitBytes", "67108864")]
    [InlineData("MaxConcurrentRequests", "1")]
    [InlineData("MaxMessageBytes", "32768")]
    [InlineData("MaxBatchBytes", "512000")]
    public void TheDefaultsAreThoseOfTheDocumentation(string option, string value) =>
        Assert.Equal(value, typeof(SinkSettings).GetProperty(option)!.GetValue(Validation.Accept())!.ToString());

    [Theory]
    [InlineData("Interval", "00:00:00.001")]
    [InlineData("Interval", "01:00:00")]
    [InlineData("RetryAfter", "00:00:00.001")]
    [InlineData("RetryAfter", "01:00:00")]
    [InlineData("RequestTimeout", "01:00:00")]
    [InlineData("ConnectTimeout", "01:00:00")]
    [InlineData("ShutdownTimeout", "01:00:00")]
    [InlineData("ShutdownStallTimeout", "01:00:00")]
    [InlineData("RetryTimeLimit", "7.00:00:00")]
    public void TimesUpToTheirLimitAreGood(string option, string value) =>
        Validation.Accept(Validation.Set(option, Time(value)));

    [Theory]
    [InlineData("Interval")]
    [InlineData("RetryAfter")]
    [InlineData("RetryTimeLimit")]
    [InlineData("RequestTimeout")]
    [InlineData("ConnectTimeout")]
    [InlineData("ShutdownTimeout")]
    [InlineData("ShutdownStallTimeout")]
    public void TimesAreAboveZero(string option)
    {
        foreach (var value in new[] { "00:00:00", "-00:00:00.001", "-00:00:01" })
        {
            var line = Assert.Single(Validation.Reject(Validation.Set(option, Time(value))));

            Assert.StartsWith($"- {option} is {Time(value)}; write a time above zero", line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Interval", "01:00:00.001", "one hour")]
    [InlineData("RetryAfter", "30.00:00:00", "one hour")]
    [InlineData("RequestTimeout", "10.00:00:00", "one hour")]
    [InlineData("ConnectTimeout", "10.00:00:00", "one hour")]
    [InlineData("ShutdownTimeout", "60.00:00:00", "one hour")]
    [InlineData("ShutdownStallTimeout", "10.00:00:00", "one hour")]
    [InlineData("RetryTimeLimit", "7.00:00:00.001", "seven days")]
    public void TimesThatWereMeantInSecondsAreReportedWithTheWayToWriteThem(string option, string value, string limit)
    {
        var line = Assert.Single(Validation.Reject(Validation.Set(option, Time(value))));

        Assert.Equal($"- {option} is {Time(value)}, above its limit of {limit}; write 00:00:30 for thirty seconds, since 30 in a configuration file means thirty days.", line);
    }

    [Theory]
    [InlineData("BatchSize", 1)]
    [InlineData("BatchSize", 100_000)]
    [InlineData("QueueLimit", 1)]
    [InlineData("QueueLimit", int.MaxValue)]
    [InlineData("MaxConcurrentRequests", 1)]
    [InlineData("MaxConcurrentRequests", 256)]
    [InlineData("MaxMessageBytes", 1)]
    [InlineData("MaxMessageBytes", 511_988)]
    [InlineData("MaxBatchBytes", 32_780)]
    [InlineData("MaxBatchBytes", 4_096_000)]
    [InlineData("QueueLimitBytes", 32_768L)]
    [InlineData("QueueLimitBytes", long.MaxValue)]
    public void NumbersUpToTheirLimitsAreGood(string option, object value) =>
        Validation.Accept(Validation.Set(option, value));

    [Theory]
    [InlineData("BatchSize", 0, "1 to 100000")]
    [InlineData("BatchSize", 100_001, "1 to 100000")]
    [InlineData("QueueLimit", 0, "above zero")]
    [InlineData("QueueLimit", -1, "above zero")]
    [InlineData("MaxConcurrentRequests", 0, "1 to 256")]
    [InlineData("MaxConcurrentRequests", 257, "1 to 256")]
    [InlineData("MaxMessageBytes", 0, "1 to 4096000")]
    [InlineData("MaxMessageBytes", 4_096_001, "1 to 4096000")]
    [InlineData("MaxBatchBytes", -1, "1 to 4096000")]
    [InlineData("MaxBatchBytes", 4_096_001, "1 to 4096000")]
    [InlineData("QueueLimitBytes", 0L, "above zero")]
    public void NumbersOutsideTheirLimitsAreFaults(string option, object value, string advice)
    {
        var line = Assert.Single(Validation.Reject(Validation.Set(option, value)));

        Assert.StartsWith($"- {option} is {value}; write a number ", line, StringComparison.Ordinal);
        Assert.Contains(advice, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxMessageBytes", 511_989, "- MaxMessageBytes is 511989, but a request of MaxBatchBytes (512000) has room for 511988;")]
    [InlineData("MaxBatchBytes", 32_779, "- MaxBatchBytes is 32779, too small for one message (MaxMessageBytes, 32768) and the 12 bytes around it; write at least 32780,")]
    [InlineData("MaxBatchBytes", 1, "- MaxBatchBytes is 1, too small for one message")]
    public void AMessageWithItsEnvelopeFitsIntoABatchOrTheOneThatIsSetIsNamed(string option, int value, string expected)
    {
        var line = Assert.Single(Validation.Reject(Validation.Set(option, value)));

        Assert.StartsWith(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public void AMessageFitsIntoTheQueue()
    {
        var line = Assert.Single(Validation.Reject(Validation.Set("QueueLimitBytes", 32_767L)));

        Assert.StartsWith("- QueueLimitBytes is 32767, less than one message (MaxMessageBytes, 32768);", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WhenQueueFull", "Drop, Block")]
    [InlineData("PropertyNaming", "RudderStackSpec, CamelCase, SnakeCase, AsIs")]
    [InlineData("LooseProperties", "All, MessageTemplate, None")]
    public void NumbersThatAreNoChoiceAreReportedWithTheChoices(string option, string choices)
    {
        var type = typeof(RudderStackSinkOptions).GetProperty(option)!.PropertyType;

        var line = Assert.Single(Validation.Reject(Validation.Set(option, Enum.ToObject(type, 99))));

        Assert.Equal($"- {option} is 99, which is not a choice; write one of {choices}.", line);
    }

    static TimeSpan Time(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
