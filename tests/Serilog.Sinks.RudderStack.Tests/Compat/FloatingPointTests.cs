using System.Globalization;
using System.Text;
using CsCheck;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Tests.Compat;

/// <summary>Also with <c>-p:TestedFramework=netstandard2.0</c>, whose build has other means.</summary>
public class FloatingPointTests
{
    // Whatever the bits are, and those with a few decimals, which users have.
    static readonly Gen<double> Doubles = Gen.OneOf(
        Gen.ULong.Select(bits => BitConverter.UInt64BitsToDouble(bits)).Where(double.IsFinite),
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 12]).Select(parts => parts.Item1 / Math.Pow(10, parts.Item2)));

    static readonly Gen<float> Floats = Gen.OneOf(
        Gen.UInt.Select(bits => BitConverter.UInt32BitsToSingle(bits)).Where(float.IsFinite),
        Gen.Select(Gen.Int[-10_000_000, 10_000_000], Gen.Int[0, 6]).Select(parts => (float)(parts.Item1 / Math.Pow(10, parts.Item2))));

    [Fact]
    public void ADoubleIsItsShortestText() =>
        Doubles.Sample(value => Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), Written(value)), iter: 20_000);

    [Fact]
    public void AFloatIsItsShortestText() =>
        Floats.Sample(value => Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), Written(value)), iter: 20_000);

    static string Written(double value)
    {
        Span<byte> text = stackalloc byte[FloatingPoint.MaxWidth];
        return Encoding.ASCII.GetString(text[..FloatingPoint.Write(value, text)]);
    }

    static string Written(float value)
    {
        Span<byte> text = stackalloc byte[FloatingPoint.MaxWidth];
        return Encoding.ASCII.GetString(text[..FloatingPoint.Write(value, text)]);
    }
}
