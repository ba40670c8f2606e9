using System.Globalization;

namespace WebShop.Catalogue;

/// <summary>All that the shop sells.</summary>
public static class Products
{
    public const string Currency = "EUR";

    public static IReadOnlyList<Product> All { get; } =
    [
        new("stone", "FO-1001", "Pizza stone", "Tools", 34.90m, "Cordierite, 38 cm. Holds its heat for a whole evening."),
        new("peel", "FO-1002", "Pizza peel", "Tools", 24.50m, "Beech, with a thin edge that slides under any dough."),
        new("thermometer", "FO-1003", "Oven thermometer", "Tools", 12.00m, "Reads to 500 °C, hangs or stands."),
        new("box", "FO-1004", "Dough box", "Tools", 18.75m, "Six balls of dough, one lid, no cling film."),
        new("flour", "FO-2001", "Flour tipo 00", "Larder", 3.20m, "From soft wheat, 1 kg. Strong enough for two days in the cold."),
        new("tomatoes", "FO-2002", "San Marzano tomatoes", "Larder", 4.40m, "Peeled, in their own juice, 400 g."),
    ];

    public static Product? Find(string? id) => All.FirstOrDefault(product => product.Id == id);

    public static string Text(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"€ {amount:0.00}");
}
