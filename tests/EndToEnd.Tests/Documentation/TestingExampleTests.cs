using System.Reflection;
using EndToEnd.Tests.Support;
using Xunit.Sdk;

namespace EndToEnd.Tests.Documentation;

/// <summary>Runs the tests that the README of the local data plane shows.</summary>
public sealed class TestingExampleTests
{
    static readonly Readme LocalDataPlane = Readme.Of("src/RudderStack.LocalDataPlane/README.md");

    static Snippet Example => LocalDataPlane.SnippetIn(LocalDataPlane.Section("Testing your own analytics"));

    public static TheoryData<string> TestNames => [.. TestsIn(ReadmeCode.Load(Example)).Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(TestNames))]
    public Task Passes(string test) => RunAsync(Example, test);

    [Theory]
    [InlineData("logger.Track(userId, \"Order Completed\"", "logger.Page(userId, \"Order Completed\"")]
    [InlineData("logger.Track(userId, \"Order Completed\"", "logger.Track(userId, \"Order Complete\"")]
    [InlineData("logger.Track(userId,", "logger.Track(\"somebody-else\",")]
    [InlineData("Total = total", "Total = total + 1")]
    public async Task FailsWhenTheCodeUnderTestIsWrong(string right, string wrong)
    {
        Assert.Contains(right, Example.Code, StringComparison.Ordinal);

        await Assert.ThrowsAnyAsync<XunitException>(() => RunAsync(Example.With(Example.Code.Replace(right, wrong, StringComparison.Ordinal)), "ACompletedOrderIsTracked"));
    }

    static Task RunAsync(Snippet snippet, string name)
    {
        var test = TestsIn(ReadmeCode.Load(snippet)).Single(test => test.Name == name);
        return ((Task)test.Invoke(Activator.CreateInstance(test.DeclaringType!), null)!).WaitAsync(SoonEnough.Limit);
    }

    static IEnumerable<MethodInfo> TestsIn(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetCustomAttribute<FactAttribute>() is not null);
}
