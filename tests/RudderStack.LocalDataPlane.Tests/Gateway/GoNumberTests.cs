using RudderStack.Local.Gateway;

namespace RudderStack.Local.Tests.Gateway;

public sealed class GoNumberTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(1000, "1000")]
    [InlineData(0.1, "0.1")]
    [InlineData(99.5, "99.5")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1.5e300, "-1.5e+300")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.00000123, "0.00000123")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.25e-10, "1.25e-10")]
    [InlineData(5e-324, "5e-324")]
    public void IsWrittenAsGoWritesIt(double value, string text) => Assert.Equal(text, GoNumber.Format(value));
}
