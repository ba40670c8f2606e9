using Microsoft.AspNetCore.Mvc;
using WebShop.Analytics;
using WebShop.Customers;

namespace WebShop.Pages;

public sealed class SignUpModel(ILogger<SignUpModel> logger, TimeProvider time) : ShopPage
{
    [BindProperty]
    public SignUpInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet() => Viewed(logger, "Sign up");

    public IActionResult OnPost()
    {
        if (!ModelState.IsValid)
            return Page();

        var customer = new Customer($"customer-{Guid.NewGuid():N}", Input.Name.Trim(), Input.Email.Trim());
        customer.SignIn(HttpContext.Session);
        VisitorIds.SetUserId(HttpContext, customer.Id);
        logger.SignedUp(customer, Input.Company, time.GetUtcNow());
        return Url.IsLocalUrl(ReturnUrl) ? LocalRedirect(ReturnUrl) : RedirectToPage("/Index");
    }
}
