using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using WebShop.Analytics;

namespace WebShop.Pages;

public sealed class CheckoutModel(ILogger<CheckoutModel> logger) : ShopPage
{
    const string OrderKey = "order";

    /// <summary>Stays in the shop: it is no business of analytics.</summary>
    [BindProperty]
    [Required(ErrorMessage = "Please tell us where to send it.")]
    [StringLength(500, ErrorMessage = "At most 500 characters, please.")]
    public string Address { get; set; } = "";

    public IActionResult OnGet()
    {
        if (Customer is not { } customer)
            return RedirectToPage("/SignUp", new { returnUrl = Url.Page("/Checkout") });
        if (Cart.Count == 0)
            return RedirectToPage("/Cart");

        Viewed(logger, "Checkout");
        if (HttpContext.Session.GetString(OrderKey) is null)
        {
            HttpContext.Session.SetString(OrderKey, $"F-{Guid.NewGuid():N}"[..12].ToUpperInvariant());
            logger.CheckoutStarted(customer, OrderId, Cart);
        }

        return Page();
    }

    public IActionResult OnPost()
    {
        if (Customer is not { } customer || Cart.Count == 0 || HttpContext.Session.GetString(OrderKey) is null)
            return RedirectToPage();
        if (!ModelState.IsValid)
            return Page();

        var orderId = OrderId;
        logger.OrderCompleted(customer, orderId, Cart);
        Cart.Clear();
        HttpContext.Session.Remove(OrderKey);
        return RedirectToPage("/Thanks", new { orderId });
    }

    string OrderId => HttpContext.Session.GetString(OrderKey)!;
}
