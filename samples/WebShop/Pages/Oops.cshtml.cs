using Microsoft.AspNetCore.Mvc;

namespace WebShop.Pages;

/// <summary>What is shown in place of a page that is missing or has failed, and whatever was asked of it.</summary>
[IgnoreAntiforgeryToken]
public sealed class OopsModel : ShopPage;
