using System.Text.Json.Serialization;

namespace Trimming;

sealed record Order(int OrderId, decimal Total, Line[] Lines, DateTimeOffset? PlacedAt);

sealed record Line(string ProductId, int Quantity);

sealed class FaultyOrder
{
    public int Number { get; } = 1;

    public int OrderId => Number == 1 ? throw new InvalidOperationException("There is no order.") : Number;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(FaultyOrder))]
sealed partial class Orders : JsonSerializerContext;
