using System.Text.Json;

namespace WebShop.Customers;

/// <summary>Somebody who has signed up, kept in the session.</summary>
public sealed record Customer(string Id, string Name, string Email)
{
    const string SessionKey = "customer";

    public static Customer? Of(ISession session) =>
        session.GetString(SessionKey) is { } json ? JsonSerializer.Deserialize<Customer>(json) : null;

    public void SignIn(ISession session) => session.SetString(SessionKey, JsonSerializer.Serialize(this));
}
