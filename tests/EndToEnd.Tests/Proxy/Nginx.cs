using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Proxy;

/// <summary>A real nginx in front of a data plane: a child process with a folder and a port of its own.</summary>
sealed class Nginx : IAsyncDisposable
{
    static readonly string? Program = Find();

    readonly DirectoryInfo _folder;
    readonly Process _process;
    readonly Task<string> _errors;

    Nginx(DirectoryInfo folder, int port, Process process)
    {
        _folder = folder;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Url = $"http://127.0.0.1:{port}";
    }

    /// <summary>Why tests that need it cannot run here; null when they can.</summary>
    public static string? WhyMissing => Program is null ? "There is no nginx on this machine (Debian's package nginx)." : null;

    public string Url { get; }

    /// <param name="upstream">The data plane's URL.</param>
    /// <param name="http">Directives of the <c>http</c> block.</param>
    /// <param name="location">The path that leads to the data plane; the rest is answered 404.</param>
    public static async Task<Nginx> StartAsync(string upstream, string http = "", string location = "/")
    {
        var folder = Directory.CreateTempSubdirectory("nginx-");
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), Configuration(port, upstream, http, location));
            var nginx = new Nginx(folder, port, Run(folder));
            if (await nginx.AnswersAsync(port))
                return nginx;

            // Another program has taken the port meanwhile, unless it happens each time.
            Assert.True(attempt < 5, $"nginx does not start: {await nginx._errors}");
            nginx._process.Dispose();
        }
    }

    /// <summary>Takes up the configuration anew: new workers take over, and the old ones end when their requests have.</summary>
    public async Task ReloadAsync()
    {
        using var signal = Run(_folder, "-s", "reload");
        await signal.WaitForExitAsync(SoonEnough.Token);
        Assert.Equal(0, signal.ExitCode);
    }

    /// <summary>The requests answered so far; one is added a moment after its answer has left.</summary>
    public IReadOnlyList<ProxiedRequest> ReadRequests()
    {
        using var stream = new FileStream(Path.Combine(_folder.FullName, "access.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var log = new StreamReader(stream);
        var lines = log.ReadToEnd().Split('\n');

        // The last may still be being written.
        return [.. lines[..^1].Select(ProxiedRequest.Parse)];
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                using var signal = Run(_folder, "-s", "stop");
                await _process.WaitForExitAsync(SoonEnough.Token);
            }
        }
        finally
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
            _folder.Delete(recursive: true);
        }
    }

    static Process Run(DirectoryInfo folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo(Program!, ["-p", folder.FullName, "-c", "nginx.conf", .. arguments]) { RedirectStandardError = true })!;

    /// <summary>Whether it listens, or has ended.</summary>
    async Task<bool> AnswersAsync(int port)
    {
        var limit = SoonEnough.Token;
        while (!_process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit);
                return !_process.HasExited;
            }
            catch (SocketException)
            {
                await Task.Delay(10, limit);
            }
        }

        return false;
    }

    // The user counts only where the tests run as root: workers of another user could not enter the folder.
    static string Configuration(int port, string upstream, string http, string location) => $$"""
        daemon off;
        user root;
        pid nginx.pid;
        error_log error.log;
        worker_processes 1;
        events {
        }
        http {
            log_format requests '$status $connection $connection_requests $request_length';
            access_log access.log requests;
            client_body_temp_path body;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            {{http}}
            server {
                listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
                location {{location}} {
                    proxy_pass {{upstream}}/;
                }
            }
        }
        """;

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Debian has it where only root's PATH leads.
    static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "nginx"))
        .FirstOrDefault(File.Exists);
}
