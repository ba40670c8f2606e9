using System.Text.Json;

namespace RudderStack.Local.Gateway;

/// <summary>Reads the events of one valid JSON body in order, up to the first bad one.</summary>
sealed class EventReader : IDisposable
{
    readonly GatewayJson _json = new();
    readonly string _receivedAt;

    // An event's own request_ip replaces it for the rest of the batch, as in the gateway.
    string _requestIp;

    public EventReader(string receivedAt, string requestIp)
    {
        _receivedAt = receivedAt;
        _requestIp = requestIp;
    }

    public void Dispose() => _json.Dispose();

    public EventBatch ReadBatch(ReadOnlySpan<byte> body)
    {
        var reader = GatewayJson.Reader(body);
        reader.Read();
        if (!FindBatch(ref reader) || reader.TokenType == JsonTokenType.Null)
            return EventBatch.Empty;

        _json.Writer.WriteStartArray();
        if (reader.TokenType != JsonTokenType.StartArray)
            return CopyEvent(ref reader, null) is { } refusal ? EventBatch.Refused(refusal, 1) : Finish();
        for (var place = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
        {
            if (CopyEvent(ref reader, null) is { } refused)
                return EventBatch.Refused(refused, place);
        }

        return Finish();
    }

    public EventBatch ReadSingle(ReadOnlySpan<byte> body, string type)
    {
        var reader = GatewayJson.Reader(body);
        reader.Read();

        // Setting "type" on null makes an object with nothing but a type, which then has no ids.
        if (reader.TokenType == JsonTokenType.Null)
            return EventBatch.Refused(GatewayAnswer.NoIds, 1);
        _json.Writer.WriteStartArray();
        return CopyEvent(ref reader, type) is { } refusal ? EventBatch.Refused(refusal, 1) : Finish();
    }

    EventBatch Finish()
    {
        _json.Writer.WriteEndArray();
        return new EventBatch(null, [.. _json.ToElement().EnumerateArray()]) { NumberOverflowed = _json.NumberOverflowed };
    }

    /// <summary>Moves to the value of the first member "batch".</summary>
    static bool FindBatch(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = JsonText.Read(ref reader) == "batch";
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    /// <summary>Copies the event, with what the gateway changes in it; gives the refusal if it is no event.</summary>
    GatewayAnswer? CopyEvent(ref Utf8JsonReader reader, string? endpointType)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return GatewayAnswer.NotAnEvent;

        var writer = _json.Writer;
        var (userId, anonymousId, type) = ("", "", endpointType);
        var (hasMessageId, hasReceivedAt, hasRequestIp) = (false, false, false);
        _json.OpenObject();
        if (endpointType is not null)
        {
            _json.ReserveName("type");
            writer.WriteString("type", endpointType);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.TryClaimName(ref reader) is not { } name)
                continue;
            reader.Read();
            if (name == "rudderId")
            {
                reader.Skip();
                continue;
            }

            writer.WritePropertyName(name);
            if (name == "messageId")
            {
                hasMessageId = true;
                writer.WriteStringValue(MessageId(ref reader));
                continue;
            }

            switch (name)
            {
                case "userId":
                    userId = IdText(reader);
                    break;
                case "anonymousId":
                    anonymousId = IdText(reader);
                    break;
                case "type" when reader.TokenType == JsonTokenType.String:
                    type = JsonText.Read(ref reader);
                    break;
                case "receivedAt":
                    hasReceivedAt = true;
                    break;
                case "request_ip":
                    hasRequestIp = true;
                    _requestIp = reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : "";
                    break;
            }

            _json.CopyValue(ref reader);
        }

        if (userId.Length == 0 && anonymousId.Length == 0 && type is not ("extract" or "record"))
            return GatewayAnswer.NoIds;

        if (!hasMessageId)
            writer.WriteString("messageId", Guid.NewGuid().ToString());
        if (!hasReceivedAt)
            writer.WriteString("receivedAt", _receivedAt);
        if (!hasRequestIp)
            writer.WriteString("request_ip", _requestIp);
        writer.WriteString("rudderId", RudderId.Of(userId, anonymousId));
        _json.CloseObject();
        return null;
    }

    static string MessageId(ref Utf8JsonReader reader)
    {
        var text = "";
        if (reader.TokenType == JsonTokenType.String)
            text = InvisibleText.Remove(JsonText.Read(ref reader));
        else
            reader.Skip();
        return text.Length > 0 ? text : Guid.NewGuid().ToString();
    }

    /// <summary>The id for the check and the hash: anything but text counts by its JSON. Reads from a copy of the reader.</summary>
    static string IdText(Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return "";
        if (reader.TokenType == JsonTokenType.String)
            return InvisibleText.Remove(JsonText.Read(ref reader));
        using var json = new GatewayJson();
        json.CopyValue(ref reader);
        return InvisibleText.Remove(System.Text.Encoding.UTF8.GetString(json.Written()));
    }
}
