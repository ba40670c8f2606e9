using Microsoft.AspNetCore.Mvc.RazorPages;
using WebShop.Analytics;
using WebShop.Customers;
using WebShop.Orders;

namespace WebShop.Pages;

/// <summary>What every page of the shop knows: the cart, the customer, and how to report that it was viewed.</summary>
public abstract class ShopPage : PageModel
{
    Cart? _cart;

    public Cart Cart => _cart ??= new Cart(HttpContext.Session);

    /// <summary>Null until somebody has signed up.</summary>
    public Customer? Customer => Customer.Of(HttpContext.Session);

    /// <summary>Names the cart in events.</summary>
    protected string CartId => HttpContext.Session.Id;

    // Without the query, which is nobody's business.
    protected void Viewed(ILogger logger, string name) =>
        logger.PageViewed(Customer, name, $"{Request.Scheme}://{Request.Host}{Request.PathBase}{Request.Path}");
}
