using System.Security.Cryptography;
using System.Text;

namespace RudderStack.Local.Gateway;

/// <summary>The gateway's <c>rudderId</c>: an MD5 of both ids, dressed as a version 4 UUID.</summary>
static class RudderId
{
    public static string Of(string userId, string anonymousId)
    {
#pragma warning disable CA5351 // MD5 is what the gateway uses; nothing here is a secret.
        var hash = MD5.HashData(Encoding.UTF8.GetBytes($"{userId}:{anonymousId}"));
#pragma warning restore CA5351
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
