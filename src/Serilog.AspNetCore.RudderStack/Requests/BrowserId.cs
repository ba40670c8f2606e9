using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Serilog.AspNetCore.RudderStack.Requests;

/// <summary>Reads an id that RudderStack's JavaScript SDK keeps in a cookie.</summary>
/// <remarks>
/// The SDK writes the id as JSON, then in base64 behind a prefix (<c>analytics-js-cookies</c>, <c>cookiesUtilities.ts</c>);
/// without its encryption plugin it writes the bare JSON (<c>analytics-js</c>, <c>Store.ts</c>). A server may set plain
/// text. The cookie's value comes percent-decoded from ASP.NET Core and is not decoded again.
/// </remarks>
static class BrowserId
{
    public const string AnonymousIdCookie = "rl_anonymous_id";
    public const string UserIdCookie = "rl_user_id";

    /// <summary>The longest id taken over, in characters: e-mail addresses, the longest usual ids, have up to 254.</summary>
    public const int LongestId = 256;

    // What browsers keep at most, name included; an id of LongestId takes less in every form.
    const int LongestCookie = 4096;

    // Forms that only the SDK itself can read, such as RS_ENC_v1_ or RudderEncrypt:, percent-encoded once more or not.
    const string EncodedPrefix = "RS_ENC_";
    const string EncryptedPrefix = "RudderEncrypt";
    const string Base64Prefix = "RS_ENC_v3_";

    /// <summary>The id; null if the cookie is in another form, or holds no usable id.</summary>
    public static string? Read(string? cookie)
    {
        if (cookie is null or { Length: > LongestCookie })
            return null;

        var id = cookie switch
        {
            _ when cookie.StartsWith(Base64Prefix, StringComparison.Ordinal) => ReadBase64(cookie.AsSpan(Base64Prefix.Length)),
            _ when cookie.StartsWith(EncodedPrefix, StringComparison.Ordinal) => null,
            _ when cookie.StartsWith(EncryptedPrefix, StringComparison.Ordinal) => null,
            ['"', ..] => ReadJson(Encoding.UTF8.GetBytes(cookie)),
            _ => cookie,
        };
        return string.IsNullOrWhiteSpace(id) || id.Length > LongestId ? null : id;
    }

    static string? ReadBase64(ReadOnlySpan<char> text)
    {
        Span<byte> json = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Convert.TryFromBase64Chars(text, json, out var length) ? ReadJson(json[..length]) : null;
    }

    static string? ReadJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var id = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return reader.Read() ? null : id;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or no valid UTF-8 in it.
            return null;
        }
    }
}
