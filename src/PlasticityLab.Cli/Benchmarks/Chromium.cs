using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>A browser without a window, driven through its own protocol (Chrome DevTools Protocol 1.3), to measure pages where people use
/// them.</summary>
internal sealed partial class Chromium : IDisposable
{
    private static readonly string[] Names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private int _number;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Whether this machine has one.</summary>
    public static string? Program => Array.Find(Names, File.Exists);

    /// <summary>Starts it on an empty page.</summary>
    /// <exception cref="UserError">It did not start.</exception>
    public static async Task<Chromium> StartAsync(CancellationToken cancellation)
    {
        var profile = Directory.CreateTempSubdirectory("plasticity-chromium-").FullName;
        var process = Process.Start(
            new ProcessStartInfo(
                Program!,
                $"--headless=new --no-sandbox --disable-gpu --no-first-run --remote-debugging-port=0 --window-size=1440,1000 --user-data-dir={profile} about:blank"
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var browser = new Chromium(process, profile);
        try
        {
            await browser.ConnectAsync(cancellation);
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Goes to a page.</summary>
    public Task GoToAsync(string address, CancellationToken cancellation) => AskAsync("Page.navigate", new { url = address }, cancellation);

    /// <summary>The value of an expression in the page, awaited where it is a promise.</summary>
    /// <exception cref="UserError">The page threw.</exception>
    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        var answer = await AskAsync(
            "Runtime.evaluate",
            new
            {
                expression,
                awaitPromise = true,
                returnByValue = true,
            },
            cancellation
        );
        return answer.TryGetProperty("exceptionDetails", out var thrown)
                ? throw new UserError($"The page could not be measured: {thrown.GetProperty("exception").GetProperty("description")}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value
            : default;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // The browser's last helper still holds a file there; it is a temporary folder.
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(cancellation);
        } while (line is not null && !line.StartsWith("DevTools listening", StringComparison.Ordinal));

        if (line is null)
        {
            throw new UserError($"{Program} did not start.");
        }

        using var client = new HttpClient();
        var pages = await client.GetFromJsonAsync<JsonElement>(
            new Uri($"http://127.0.0.1:{Port().Match(line).Groups[1].Value}/json/list"),
            cancellation
        );
        var page = pages.EnumerateArray().First(entry => entry.GetProperty("type").GetString() == "page");
        await _socket.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), cancellation);
    }

    private async Task<JsonElement> AskAsync(string method, object parameters, CancellationToken cancellation)
    {
        var id = ++_number;
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                method,
                @params = parameters,
            }
        );
        await _socket.SendAsync(message, WebSocketMessageType.Text, true, cancellation);
        while (true)
        {
            var (buffer, text) = (new byte[65536], new MemoryStream());
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, cancellation);
                text.Write(buffer, 0, part.Count);
            } while (!part.EndOfMessage);

            var answer = JsonDocument.Parse(Encoding.UTF8.GetString(text.ToArray())).RootElement;
            if (answer.TryGetProperty("id", out var number) && number.GetInt32() == id)
            {
                return answer.TryGetProperty("result", out var result)
                    ? result
                    : throw new UserError($"The browser refused {method}: {answer.GetProperty("error")}");
            }
        }
    }

    [GeneratedRegex(@"ws://[^:]+:(\d+)/")]
    private static partial Regex Port();
}
