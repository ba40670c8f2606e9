namespace WebShop.Pages;

public sealed class ThanksModel(ILogger<ThanksModel> logger) : ShopPage
{
    public void OnGet() => Viewed(logger, "Thank you");
}
