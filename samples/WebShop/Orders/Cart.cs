using System.Text.Json;
using WebShop.Catalogue;

namespace WebShop.Orders;

/// <summary>What a visitor means to buy, kept in the session.</summary>
public sealed class Cart
{
    public const int MostOfOne = 99;

    const decimal FreeShippingFrom = 50m;
    const decimal ShippingCost = 4.90m;
    const string SessionKey = "cart";

    readonly ISession _session;
    readonly Dictionary<string, int> _quantities;

    public Cart(ISession session)
    {
        _session = session;
        _quantities = session.GetString(SessionKey) is { } json ? JsonSerializer.Deserialize<Dictionary<string, int>>(json)! : [];
    }

    /// <summary>In the order of the catalogue.</summary>
    public IReadOnlyList<CartLine> Lines =>
        [.. Products.All.Where(product => _quantities.ContainsKey(product.Id)).Select(product => new CartLine(product, _quantities[product.Id]))];

    public int Count => _quantities.Values.Sum();

    public decimal Subtotal => Lines.Sum(line => line.Amount);

    public decimal Shipping => Subtotal is 0 or >= FreeShippingFrom ? 0 : ShippingCost;

    public decimal Total => Subtotal + Shipping;

    /// <summary>Adds one; false when the cart takes no more of it.</summary>
    public bool Add(Product product)
    {
        var quantity = _quantities.GetValueOrDefault(product.Id);
        if (quantity == MostOfOne)
            return false;

        _quantities[product.Id] = quantity + 1;
        Save();
        return true;
    }

    /// <summary>Takes out all of a product, and gives how many there were.</summary>
    public int Remove(Product product)
    {
        _quantities.Remove(product.Id, out var quantity);
        Save();
        return quantity;
    }

    public void Clear()
    {
        _quantities.Clear();
        Save();
    }

    void Save() => _session.SetString(SessionKey, JsonSerializer.Serialize(_quantities));
}
