using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Values;

/// <summary>A user's policy that masks has its way in every sink of the logger, wherever it is registered.</summary>
public sealed class MaskingTests : LoggingTest
{
    public static TheoryData<string, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, string>();
            foreach (var policy in Policies.Keys)
            {
                foreach (var wrapper in Wrappers.Keys)
                {
                    cases.Add(policy, true, wrapper);
                    cases.Add(policy, false, wrapper);
                }
            }

            return cases;
        }
    }

    static Dictionary<string, Func<LoggerConfiguration, LoggerConfiguration>> Policies { get; } = new()
    {
        ["transforms"] = log => log.Destructure.ByTransforming<Login>(login => new { login.User }).Destructure.ByTransforming<SecretId>(_ => new { Hidden = true }),
        ["makes a scalar"] = log => log.Destructure.ByTransforming<Login>(login => "***").Destructure.ByTransforming<SecretId>(_ => "***"),
        ["masks in place"] = log => log.Destructure.With(new MaskPasswords()),
    };

    static Dictionary<string, Func<object, object>> Wrappers { get; } = new()
    {
        ["alone"] = login => new { Login = login },
        ["in a list"] = login => new { Logins = new List<object> { login } },
        ["in a query"] = login => new { Logins = Enumerable.Repeat(login, 1).Select(one => one) },
        ["in a dictionary"] = login => new Dictionary<string, object?> { ["login"] = login },
        ["in pairs"] = login => new[] { KeyValuePair.Create("login", login) },
        ["in a tuple"] = login => new { Logins = (1, login) },
        ["in a record"] = login => new Holder(login, Task.CompletedTask),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task NoSinkSeesWhatItHides(string policy, bool before, string wrapper)
    {
        var other = new EverythingSink();
        foreach (var secret in new object[] { new Login("ann", Secret), new SecretId(Secret) })
        {
            // Reached, and not reached.
            var reached = Add(policy, before, log => log.WriteTo.Sink(other).WriteTo.RudderStack(WriteKey, DataPlane.Url));
            var unreached = Add(policy, before, log => log.WriteTo.Sink(other).WriteTo.Logger(inner => inner.WriteTo.RudderStack(WriteKey, DataPlane.Url)));
            foreach (var configuration in new[] { reached, unreached })
            {
                await using var serilog = configuration.CreateLogger();
                using var microsoft = new SerilogLoggerFactory(serilog);
                serilog.Track("user-1", "Signed In", Wrappers[wrapper](secret), context: Wrappers[wrapper](secret));
                serilog.ForContext("EventType", "track").ForContext("UserId", "user-1").ForContext("Properties", Wrappers[wrapper](secret), true).Information("Signed In");
                microsoft.CreateLogger("Shop").Track("user-1", "Signed In", Wrappers[wrapper](secret));
            }
        }

        Assert.NotEmpty(DataPlane.Messages);
        Assert.All(DataPlane.Requests, request => Assert.DoesNotContain(Secret, request.BodyText!, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfListedTypesTheEarlierPolicyHasItsWay()
    {
        await using (var before = new LoggerConfiguration().Destructure.ByTransforming<Version>(_ => "hidden").WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            before.Track("user-1", "Before", new { Version = new Version(1, 2) });
        await using (var after = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).Destructure.ByTransforming<Version>(_ => "hidden").CreateLogger())
            after.Track("user-1", "After", new { Version = new Version(1, 2) });

        Assert.Equal(["""{"version":"hidden"}""", """{"version":"1.2"}"""], DataPlane.Messages.Select(message => message.GetProperty("properties").GetRawText()));
    }

    static LoggerConfiguration Add(string policy, bool before, Func<LoggerConfiguration, LoggerConfiguration> sinks) =>
        before ? sinks(Policies[policy](new LoggerConfiguration())) : Policies[policy](sinks(new LoggerConfiguration()));

    sealed record Login(string User, string Password)
    {
        public override string ToString() => User;
    }

    // A type that is its text, but for the policy.
    sealed class SecretId(string value) : IParsable<SecretId>
    {
        public string Password { get; } = value;

        public static SecretId Parse(string text, IFormatProvider? provider) => new(text);

        public static bool TryParse([NotNullWhen(true)] string? text, IFormatProvider? provider, [MaybeNullWhen(false)] out SecretId result)
        {
            result = new SecretId(text ?? "");
            return true;
        }

        public override string ToString() => Password;
    }

    sealed record Holder(object Login, Task Pending);

    sealed class MaskPasswords : IDestructuringPolicy
    {
        public bool TryDestructure(object value, ILogEventPropertyValueFactory propertyValueFactory, [NotNullWhen(true)] out LogEventPropertyValue? result)
        {
            result = value switch
            {
                Login login => new StructureValue([new("User", new ScalarValue(login.User)), new("Password", new ScalarValue("***"))], nameof(Login)),
                SecretId => new StructureValue([new("Password", new ScalarValue("***"))], nameof(SecretId)),
                _ => null,
            };
            return result is not null;
        }
    }

    sealed class EverythingSink : ILogEventSink
    {
        readonly List<string> _events = [];

        public string Text => string.Join('\n', _events);

        public void Emit(LogEvent logEvent) => _events.Add(string.Join(' ', logEvent.Properties));
    }
}
