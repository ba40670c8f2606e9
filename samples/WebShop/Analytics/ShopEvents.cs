using WebShop.Catalogue;
using WebShop.Customers;
using WebShop.Orders;

namespace WebShop.Analytics;

/// <summary>What the shop reports to RudderStack, named as the e-commerce events of its event specification.</summary>
/// <remarks>
/// C# names are enough: the sink writes <c>ProductId</c> as <c>product_id</c> under <c>properties</c>, and
/// <c>CreatedAt</c> as <c>createdAt</c> under <c>traits</c>.
/// </remarks>
static class ShopEvents
{
    public static void PageViewed(this ILogger logger, Customer? customer, string name, string url) =>
        logger.Page(customer?.Id, name, new { Url = url, Title = $"{name} – Forno" }, category: "Shop");

    public static void ProductAdded(this ILogger logger, Customer? customer, string cartId, Product product) =>
        logger.Track(customer?.Id, "Product Added", Properties(cartId, new CartLine(product, 1)));

    public static void ProductRemoved(this ILogger logger, Customer? customer, string cartId, CartLine line) =>
        logger.Track(customer?.Id, "Product Removed", Properties(cartId, line));

    public static void SignedUp(this ILogger logger, Customer customer, string? company, DateTimeOffset now)
    {
        logger.Identify(customer.Id, new { customer.Name, customer.Email, CreatedAt = now });
        if (!string.IsNullOrWhiteSpace(company))
            logger.Group(customer.Id, GroupIdOf(company), new { Name = company.Trim() });
    }

    public static void SignedOut(this ILogger logger, Customer customer) => logger.Track(customer.Id, "Signed Out");

    public static void CheckoutStarted(this ILogger logger, Customer customer, string orderId, Cart cart) =>
        logger.Track(customer.Id, "Checkout Started", Properties(orderId, cart));

    public static void OrderCompleted(this ILogger logger, Customer customer, string orderId, Cart cart) =>
        logger.Track(customer.Id, "Order Completed", Properties(orderId, cart));

    static object Properties(string cartId, CartLine line) => new
    {
        CartId = cartId,
        ProductId = line.Product.Id,
        line.Product.Sku,
        line.Product.Name,
        line.Product.Category,
        line.Product.Price,
        line.Quantity,
        Products.Currency,
    };

    // Revenue is without shipping.
    static object Properties(string orderId, Cart cart) => new
    {
        OrderId = orderId,
        cart.Total,
        cart.Subtotal,
        Revenue = cart.Subtotal,
        cart.Shipping,
        Products.Currency,
        Products = cart.Lines.Select(line => new
        {
            ProductId = line.Product.Id,
            line.Product.Sku,
            line.Product.Name,
            line.Product.Category,
            line.Product.Price,
            line.Quantity,
        }),
    };

    static string GroupIdOf(string company) =>
        string.Join('-', company.ToLowerInvariant().Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries));
}
