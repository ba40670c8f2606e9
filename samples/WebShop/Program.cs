// A shop whose product analytics go through ILogger to RudderStack. By default they go to a local data plane that the shop
// starts itself, and whose page shows them as they arrive. With WriteKey and DataPlaneUrl in section Logging:RudderStack
// (appsettings.json, or Logging__RudderStack__WriteKey in the environment) they go to that data plane instead.

using System.Net.Sockets;
using Microsoft.AspNetCore.DataProtection;
using RudderStack.Local;
using Serilog.Debugging;
using WebShop;
using WebShop.Analytics;

SelfLog.Enable(Console.Error);

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

var rudderStack = builder.Configuration.GetSection("Logging:RudderStack");
var isLocal = string.IsNullOrEmpty(rudderStack["WriteKey"]) && string.IsNullOrEmpty(rudderStack["DataPlaneUrl"]);
var planFolder = Path.Combine(AppContext.BaseDirectory, "tracking");
await using var localDataPlane = isLocal ? await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = planFolder }) : null;
if (localDataPlane is not null)
{
    rudderStack["WriteKey"] = localDataPlane.WriteKey;
    rudderStack["DataPlaneUrl"] = localDataPlane.Url;
}

// All that the shop's analytics need: the sink behind ILogger, and the visitor's ip, browser and ids from the request.
builder.Logging.AddRudderStack();
builder.Services.AddRudderStackHttpContext();

builder.Services.AddSingleton(new LiveEvents(localDataPlane?.Url));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddRazorPages();
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession(options => options.Cookie.Name = "cart");

// Sessions end with the process, and so may the keys of forms and cookies.
builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();

// Disposed before the data plane: what was logged last is delivered then.
await using var app = builder.Build();
app.UseExceptionHandler("/oops");
app.UseStatusCodePagesWithReExecute("/oops");
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    return next(context);
});
app.UseStaticFiles();
app.UseMiddleware<VisitorIds>();
app.UseSession();
app.MapRazorPages();

try
{
    await app.StartAsync();
}
catch (Exception exception) when (exception is IOException or SocketException)
{
    Console.Error.WriteLine($"The shop cannot start: {exception.Message.TrimEnd('.')}. Give it another address, such as --urls http://127.0.0.1:5001");
    return 1;
}

Console.WriteLine($"Shop on {string.Join(", ", app.Urls)}");
if (localDataPlane is not null)
    Console.WriteLine($"Live events on {localDataPlane.Url}/");
await app.WaitForShutdownAsync();
return 0;
