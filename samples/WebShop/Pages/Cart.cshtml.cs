using Microsoft.AspNetCore.Mvc;
using WebShop.Analytics;
using WebShop.Catalogue;
using WebShop.Orders;

namespace WebShop.Pages;

public sealed class CartModel(ILogger<CartModel> logger) : ShopPage
{
    public void OnGet() => Viewed(logger, "Cart");

    public IActionResult OnPostRemove(string? id)
    {
        if (Products.Find(id) is not { } product)
            return NotFound();

        if (Cart.Remove(product) is > 0 and var quantity)
            logger.ProductRemoved(Customer, CartId, new CartLine(product, quantity));
        return RedirectToPage();
    }
}
