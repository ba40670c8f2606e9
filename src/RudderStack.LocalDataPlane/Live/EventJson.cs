using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RudderStack.Local.Api;
using RudderStack.Local.Plans;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Live;

/// <summary>What the live page is sent, as JSON on one line. Headers of requests are left out: they hold the write key.</summary>
static class EventJson
{
    /// <summary>A fault's own body may be of any length; a reason need not.</summary>
    const int MaxReasonLength = 500;

    public static byte[] OfRequest(ReceivedRequest request) => Write(writer =>
    {
        writer.WriteString("receivedAt", request.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("method", request.Method);
        writer.WriteString("path", request.Path);
        WriteNumber(writer, "status", request.Status);
        writer.WriteString("reason", Reason(request));
        writer.WriteNumber("messages", request.MessageCount);
        WriteNumber(writer, "refusedAt", request.RefusedAt);
        writer.WriteNumber("wireBytes", request.WireBytes);
        writer.WriteNumber("bodyBytes", request.BodyBytes);
        writer.WriteBoolean("spoiled", request.IsSpoiled);
    });

    /// <param name="number">The number of the message, which the stream tells next.</param>
    /// <param name="finding">What was found in it.</param>
    public static byte[] OfFinding(long number, PlanFinding finding) => Write(writer =>
    {
        writer.WriteNumber("message", number);
        ViolationsJson.WriteFinding(writer, finding);
    });

    public static byte[] OfState(string run, MessageStore messages, RequestLog requests, FaultRules faults, PlanChecks plans) => Write(writer =>
    {
        var (count, types, plan, cleared) = messages.Sums();
        writer.WriteString("run", run);
        writer.WriteNumber("count", count);
        writer.WriteStartObject("types");
        foreach (var (type, number) in types)
            writer.WriteNumber(type, number);
        writer.WriteEndObject();
        writer.WriteNumber("clearedMessages", cleared);
        writer.WriteNumber("clearedRequests", requests.Cleared);
        ViolationsJson.WriteSums(writer, plans, plan);
        writer.WriteStartArray("faults");
        foreach (var (fault, left) in faults.Snapshot())
            WriteFault(writer, fault, left);
        writer.WriteEndArray();
    });

    static void WriteFault(Utf8JsonWriter writer, Fault fault, int left)
    {
        writer.WriteStartObject();
        WriteNumber(writer, "left", left == Fault.Unlimited ? null : left);
        WriteNumber(writer, "status", fault.Status);
        writer.WriteString("retryAfter", fault.Headers.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value);
        writer.WriteString("cut", fault.CutConnection == ConnectionCut.None ? null : JsonNamingPolicy.CamelCase.ConvertName(fault.CutConnection.ToString()));
        writer.WriteBoolean("hang", fault.Hang);
        writer.WriteNumber("delay", fault.Delay.TotalSeconds);
        writer.WriteString("path", fault.Path);
        writer.WriteBoolean("someMessages", fault.WhenMessage is not null);
        WriteNumber(writer, "bodyOver", fault.WhenBodyOver);
        writer.WriteBoolean("someBodies", fault.WhenBodyHolds is not null);
        writer.WriteEndObject();
    }

    static string Reason(ReceivedRequest request)
    {
        var answer = request.Answer?.Trim() ?? "";
        return answer.Length <= MaxReasonLength ? answer : answer[..MaxReasonLength] + "...";
    }

    static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    static byte[] Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
