using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

/// <summary>Runs the validator with good key and URL, so that a test sets only what it is about.</summary>
static class Validation
{
    public const string WriteKey = "2bKeyThatNobodyMaySee";
    public const string Url = "https://plane.example";

    public static SinkSettings Accept(Action<RudderStackSinkOptions>? set = null, string? writeKey = WriteKey, string? url = Url) =>
        Freeze(set, writeKey, url) ?? throw new InvalidOperationException("The sink is switched off.");

    public static SinkSettings? Freeze(Action<RudderStackSinkOptions>? set, string? writeKey = WriteKey, string? url = Url)
    {
        var options = new RudderStackSinkOptions();
        set?.Invoke(options);
        return OptionsValidator.Freeze(writeKey, url, options);
    }

    /// <summary>The faults reported, one line each.</summary>
    public static string[] Reject(Action<RudderStackSinkOptions>? set = null, string? writeKey = WriteKey, string? url = Url)
    {
        var exception = Assert.Throws<ArgumentException>(() => Freeze(set, writeKey, url));
        var lines = exception.Message.Split(Environment.NewLine);
        Assert.Equal("The RudderStack sink cannot be configured:", lines[0]);
        return lines[1..];
    }

    /// <summary>Sets an option by name, so that tables can name it.</summary>
    public static Action<RudderStackSinkOptions> Set(string option, object? value) =>
        options => typeof(RudderStackSinkOptions).GetProperty(option)!.SetValue(options, value);
}
