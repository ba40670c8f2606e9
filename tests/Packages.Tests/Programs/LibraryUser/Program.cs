using Library;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Debugging;

SelfLog.Enable(Console.Error);

var url = Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL")!;
await using (var logger = new LoggerConfiguration().To(url).CreateLogger())
    Orders.Completed(logger, 42);

using (var factory = LoggerFactory.Create(logging => logging.AddRudderStack("local-write-key", url)))
    Orders.Completed(factory.CreateLogger("Shop"), 43);

Console.WriteLine(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
