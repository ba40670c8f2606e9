namespace WebShop.Catalogue;

/// <summary>Something to buy; its price is in <see cref="Products.Currency"/>.</summary>
public sealed record Product(string Id, string Sku, string Name, string Category, decimal Price, string Description);
