using System.Text.Json;
using System.Text.RegularExpressions;

namespace RudderStack.Local.Tests.Gateway;

/// <summary>Compares stored JSON with a case's: members of the expectation are a subset, "$" members are matchers.</summary>
static partial class JsonExpectation
{
    public static void AssertMatches(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            Assert.True(JsonElement.DeepEquals(expected, actual), $"{path}: expected {expected.GetRawText()}, but was {actual.GetRawText()}");
            return;
        }

        if (expected.EnumerateObject().FirstOrDefault() is { Name: ['$', ..] } matcher)
        {
            AssertFits(matcher.Name, actual, path);
            return;
        }

        foreach (var member in expected.EnumerateObject())
        {
            var exists = actual.TryGetProperty(member.Name, out var value);
            if (member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("$absent", out _))
                Assert.False(exists, $"{path}.{member.Name} should be absent");
            else
                AssertMatches(member.Value, exists ? value : throw new Xunit.Sdk.XunitException($"{path}.{member.Name} is missing"), $"{path}.{member.Name}");
        }
    }

    static void AssertFits(string matcher, JsonElement actual, string path)
    {
        var text = actual.GetString() ?? "";
        var fits = matcher switch
        {
            "$uuid4" => Uuid4().IsMatch(text),
            "$rfc3339ms" => Rfc3339Milliseconds().IsMatch(text),
            "$nonEmptyString" => text.Length > 0,
            _ => throw new NotSupportedException($"The matcher {matcher} is not known."),
        };
        Assert.True(fits, $"{path}: \"{text}\" is no {matcher}");
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Uuid4();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Rfc3339Milliseconds();
}
