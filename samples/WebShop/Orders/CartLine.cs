using WebShop.Catalogue;

namespace WebShop.Orders;

/// <summary>A product in the cart.</summary>
public sealed record CartLine(Product Product, int Quantity)
{
    public decimal Amount => Product.Price * Quantity;
}
