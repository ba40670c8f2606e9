using System.Text;

namespace RudderStack.Local.Gateway;

/// <summary>The gateway's authentication: Basic, user name = write key, password ignored.</summary>
sealed class WriteKeys
{
    const string Scheme = "Basic ";

    readonly HashSet<string> _enabled;
    readonly HashSet<string> _disabled;

    public WriteKeys(IEnumerable<string> enabled, IEnumerable<string> disabled)
    {
        _enabled = new HashSet<string>(enabled, StringComparer.Ordinal);
        _disabled = new HashSet<string>(disabled, StringComparer.Ordinal);
    }

    /// <summary>Gives the refusal, or null when the key's source takes events.</summary>
    public GatewayAnswer? Refuse(string? authorization)
    {
        if (KeyOf(authorization) is not { Length: > 0 } key)
            return GatewayAnswer.NoWriteKey;
        if (_disabled.Contains(key))
            return GatewayAnswer.SourceDisabled;
        return _enabled.Contains(key) ? null : GatewayAnswer.InvalidWriteKey;
    }

    /// <summary>The key that a request names; null when it names none.</summary>
    public static string? KeyOf(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = authorization[Scheme.Length..];
        var bytes = new byte[encoded.Length];

        // Convert skips blanks inside the text; Go does not.
        if (encoded.Contains(' ', StringComparison.Ordinal) || !Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;
        var credentials = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : credentials[..colon];
    }
}
