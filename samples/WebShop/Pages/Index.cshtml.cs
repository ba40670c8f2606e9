using Microsoft.AspNetCore.Mvc;
using WebShop.Analytics;
using WebShop.Catalogue;

namespace WebShop.Pages;

public sealed class IndexModel(ILogger<IndexModel> logger) : ShopPage
{
    public void OnGet() => Viewed(logger, "Products");

    public IActionResult OnPostAdd(string? id)
    {
        if (Products.Find(id) is not { } product)
            return NotFound();

        if (Cart.Add(product))
            logger.ProductAdded(Customer, CartId, product);
        return RedirectToPage("/Cart");
    }
}
