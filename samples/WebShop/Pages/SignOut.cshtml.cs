using Microsoft.AspNetCore.Mvc;
using WebShop.Analytics;

namespace WebShop.Pages;

/// <summary>Ends the customer's visit: whoever uses the browser next is not taken for them.</summary>
public sealed class SignOutModel(ILogger<SignOutModel> logger) : ShopPage
{
    public IActionResult OnGet() => RedirectToPage("/Index");

    public IActionResult OnPost()
    {
        if (Customer is { } customer)
            logger.SignedOut(customer);
        HttpContext.Session.Clear();
        VisitorIds.ForgetUserId(HttpContext);
        return RedirectToPage("/Index");
    }
}
