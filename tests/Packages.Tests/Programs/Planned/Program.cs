using RudderStack.Local;
using Serilog;

// What does not match the plan is found by the local data plane itself.
await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = Path.Combine(AppContext.BaseDirectory, "tracking") });
await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
{
    logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = 42, Total = 99.50m });
    logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = "A-1", Bogus = true });
    logger.Track("1hKOmRA4GRlm", "Order Complete");
}

Console.WriteLine(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
foreach (var notice in dataPlane.PlanNotices)
    Console.WriteLine(notice);
foreach (var violation in dataPlane.Violations)
    Console.WriteLine(violation.Type);
