using WebShop.Catalogue;
using WebShop.Customers;
using WebShop.Orders;

namespace WebShop.Analytics;

/// <summary>What the shop reports to RudderStack: the e-commerce events of its event specification, as the tracking plan has them.</summary>
static class ShopEvents
{
    public static void PageViewed(this ILogger logger, Customer? customer, string name, string url) =>
        logger.Page(customer?.Id, name, new Forno.PageProperties { Url = url, Title = $"{name} – Forno" }, category: "Shop");

    public static void ProductAdded(this ILogger logger, Customer? customer, string cartId, Product product) =>
        logger.TrackProductAdded(customer?.Id, new()
        {
            CartId = cartId,
            ProductId = product.Id,
            Sku = product.Sku,
            Name = product.Name,
            Category = product.Category,
            Price = product.Price,
            Quantity = 1,
            Currency = Forno.Currency.EUR,
        });

    public static void ProductRemoved(this ILogger logger, Customer? customer, string cartId, CartLine line) =>
        logger.TrackProductRemoved(customer?.Id, new()
        {
            CartId = cartId,
            ProductId = line.Product.Id,
            Sku = line.Product.Sku,
            Name = line.Product.Name,
            Category = line.Product.Category,
            Price = line.Product.Price,
            Quantity = line.Quantity,
            Currency = Forno.Currency.EUR,
        });

    public static void SignedUp(this ILogger logger, Customer customer, string? company, DateTimeOffset now)
    {
        logger.Identify(customer.Id, new Forno.IdentifyTraits { Name = customer.Name, Email = customer.Email, CreatedAt = now });
        if (!string.IsNullOrWhiteSpace(company))
            logger.Group(customer.Id, GroupIdOf(company), new Forno.GroupTraits { Name = company.Trim() });
    }

    public static void SignedOut(this ILogger logger, Customer customer) => logger.TrackSignedOut(customer.Id);

    public static void CheckoutStarted(this ILogger logger, Customer customer, string orderId, Cart cart) =>
        logger.TrackCheckoutStarted(customer.Id, new()
        {
            OrderId = orderId,
            Total = cart.Total,
            Subtotal = cart.Subtotal,
            Revenue = cart.Subtotal,
            Shipping = cart.Shipping,
            Currency = Forno.Currency.EUR,
            Products = LinesOf(cart),
        });

    public static void OrderCompleted(this ILogger logger, Customer customer, string orderId, Cart cart) =>
        logger.TrackOrderCompleted(customer.Id, new()
        {
            OrderId = orderId,
            Total = cart.Total,
            Subtotal = cart.Subtotal,
            Revenue = cart.Subtotal,
            Shipping = cart.Shipping,
            Currency = Forno.Currency.EUR,
            Products = LinesOf(cart),
        });

    static List<Forno.Line> LinesOf(Cart cart) => [.. cart.Lines.Select(line => new Forno.Line
    {
        ProductId = line.Product.Id,
        Sku = line.Product.Sku,
        Name = line.Product.Name,
        Category = line.Product.Category,
        Price = line.Product.Price,
        Quantity = line.Quantity,
    })];

    static string GroupIdOf(string company) =>
        string.Join('-', company.ToLowerInvariant().Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries));
}
