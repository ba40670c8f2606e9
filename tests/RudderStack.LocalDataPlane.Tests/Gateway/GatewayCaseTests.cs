using System.Text;
using System.Text.Json;

namespace RudderStack.Local.Tests.Gateway;

public sealed class GatewayCaseTests : IAsyncLifetime
{
    static readonly HttpClient Client = new();

    LocalDataPlane _dataPlane = null!;

    public static TheoryData<string> Cases => [.. GatewayCase.Names];

    public async Task InitializeAsync() => _dataPlane = await LocalDataPlane.StartAsync(
        new LocalDataPlaneOptions { WriteKeys = ["wk-enabled"], DisabledWriteKeys = ["wk-disabled"] });

    public async Task DisposeAsync() => await _dataPlane.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnswersAsRudderServerDoes(string name)
    {
        var gatewayCase = GatewayCase.Find(name);
        gatewayCase.Prepare(_dataPlane);

        using var request = Request(gatewayCase);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(gatewayCase.ExpectedStatus, (int)response.StatusCode);
        if (gatewayCase.ExpectedBody is { } expectedBody)
            Assert.Equal(expectedBody, body);
        if (gatewayCase.ExpectedBodyJson is { } expectedJson)
            JsonExpectation.AssertMatches(expectedJson, JsonElement.Parse(body));
        AssertHeaders(gatewayCase, response);
        if (gatewayCase.ExpectedStored is { } stored)
            AssertStored(stored, _dataPlane.Messages);
        else if (response.IsSuccessStatusCode is false)
            Assert.Empty(_dataPlane.Messages);
    }

    [Fact]
    public void AllCasesAreRun() => Assert.Equal(85, GatewayCase.Names.Count());

    HttpRequestMessage Request(GatewayCase gatewayCase)
    {
        var request = new HttpRequestMessage(new HttpMethod(gatewayCase.Method), _dataPlane.Url + gatewayCase.Path);
        if (gatewayCase.Body() is { } body)
            request.Content = new ByteArrayContent(body);
        foreach (var (header, value) in gatewayCase.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(header, value))
                Assert.True(request.Content!.Headers.TryAddWithoutValidation(header, value));
        }

        return request;
    }

    static void AssertHeaders(GatewayCase gatewayCase, HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Assert.Equal("Origin", headers["Vary"]);
        foreach (var expected in gatewayCase.ExpectedHeaders)
        {
            Assert.True(headers.TryGetValue(expected.Name, out var value), $"{expected.Name} is missing");
            if (expected.Value.ValueKind == JsonValueKind.String)
                Assert.Equal(expected.Value.GetString(), value);
            else
                Assert.Contains(expected.Value.GetProperty("$contains").GetString()!, value, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(gatewayCase.AbsentHeaders, headers.ContainsKey);
    }

    static void AssertStored(JsonElement expected, IReadOnlyList<JsonElement> messages)
    {
        Assert.Equal(expected.GetProperty("count").GetInt32(), messages.Count);
        if (!expected.TryGetProperty("events", out var events))
            return;
        Assert.Equal(events.GetArrayLength(), messages.Count);
        foreach (var (expectedEvent, message) in events.EnumerateArray().Zip(messages))
            JsonExpectation.AssertMatches(expectedEvent, message);
    }
}
