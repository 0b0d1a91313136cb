using System.Net;
using System.Net.Sockets;
using PlasticityLab.Live;

namespace PlasticityLab.Tests.Browser;

/// <summary>The plainest server of files: what lies in a folder, and nothing else.</summary>
internal sealed class PlainServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly Task _serving;

    public PlainServer(string folder)
    {
        _folder = folder;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = Task.Run(Serve);
    }

    /// <summary>Where it answers, with a slash at the end.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                await Answer(await _listener.GetContextAsync());
            }
            catch (ObjectDisposedException)
            {
                return; // the test is over
            }
            catch (HttpListenerException)
            {
                // A page that has been closed waits no longer, or the test is over.
            }
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        var name = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
        var path = Path.Combine(_folder, name.Length == 0 || name.EndsWith('/') ? name + "index.html" : name);
        context.Response.StatusCode = File.Exists(path) ? 200 : 404;
        context.Response.ContentType = Path.GetExtension(path) switch
        {
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => Site.TypeOf(path),
        };
        await context.Response.OutputStream.WriteAsync(File.Exists(path) ? await File.ReadAllBytesAsync(path) : []);
        context.Response.Close();
    }
}
