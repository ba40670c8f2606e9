using System.Security.Cryptography;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The system's cryptographic randomness.</summary>
static class SecureRandom
{
#if NET8_0_OR_GREATER
    public static void Fill(byte[] block) => RandomNumberGenerator.Fill(block);
#else
    // Its GetBytes is safe for several threads.
    static readonly RandomNumberGenerator Generator = RandomNumberGenerator.Create();

    public static void Fill(byte[] block) => Generator.GetBytes(block);
#endif
}
