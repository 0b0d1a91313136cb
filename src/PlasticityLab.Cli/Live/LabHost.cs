using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PlasticityLab.Live;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Live;

/// <summary>Serves the live lab to this machine and to no other: the files of the page by their exact names, kernels for rules typed as
/// text, and the engine for what is too large for a page.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    /// <summary>Bytes that a request may send.</summary>
    public const int LongestMessage = 64 * 1024;

    /// <summary>Header that the host's own page sends with an order.</summary>
    public const string TokenHeader = "X-Plasticity-Token";

    private const int Writers = 2,
        Connections = 200;
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _zipped = new(StringComparer.Ordinal);
    private readonly Engine _engine = new();
    private readonly SemaphoreSlim _writing = new(Writers);
    private readonly string[] _hosts;

    private LabHost(int port)
    {
        Port = port;
        _hosts = [$"127.0.0.1:{port}", $"localhost:{port}", $"[::1]:{port}"];
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LongestMessage;
            options.Limits.MaxConcurrentConnections = Connections;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            options.Listen(IPAddress.Loopback, port);
        });
        _application = builder.Build();
        _application.Run(Answer);
    }

    /// <summary>Its port on this machine.</summary>
    public int Port { get; }

    /// <summary>What to open.</summary>
    public string Address => $"http://127.0.0.1:{Port}/";

    /// <summary>Starts serving; where the port is taken, on the next free one.</summary>
    /// <exception cref="UserError">No port from there on is free.</exception>
    public static async Task<LabHost> StartAsync(int port)
    {
        for (var tried = port; tried < Math.Min(port + 20, 65536); tried++)
        {
            var host = new LabHost(tried);
            try
            {
                await host._application.StartAsync();
                return host;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                await host.DisposeAsync();
            }
        }

        throw new UserError($"No port from {port} to {Math.Min(port + 19, 65535)} is free on this machine; give another one with --port.");
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _writing.Dispose();
        _engine.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = $"{Site.Policy()}; frame-ancestors 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        // A name that leads here from elsewhere (rebinding), or a page of elsewhere, gets nothing.
        if (!_hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
        {
            await Refuse(response, StatusCodes.Status403Forbidden, $"This host answers to {string.Join(", ", _hosts)} only.");
        }
        else if (request.Headers.Origin is { Count: > 0 } origin && !_hosts.Any(host => origin.ToString() == $"http://{host}"))
        {
            await Refuse(response, StatusCodes.Status403Forbidden, "Pages of other sites may not ask this host.");
        }
        else if (HttpMethods.IsPost(request.Method) && request.Path == "/kernel")
        {
            await Write(context);
        }
        else if (HttpMethods.IsPost(request.Method) && request.Path == "/engine")
        {
            await Work(context);
        }
        else if (HttpMethods.IsPost(request.Method) && request.Path == "/study")
        {
            await RunStudy(context);
        }
        else if (HttpMethods.IsGet(request.Method) && request.Path == "/engine")
        {
            response.ContentType = Site.TypeOf(".json");
            var spiking = EngineOrder.SpikingRules.Select(card => new { card.Id, card.Name });
            await response.WriteAsync(JsonSerializer.Serialize(new { _engine.Token, spiking }, Lines), context.RequestAborted);
        }
        else if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            await Serve(context);
        }
        else
        {
            await Refuse(response, StatusCodes.Status405MethodNotAllowed, "This host knows GET, and POST to /kernel, /engine and /study.");
        }
    }

    private async Task Serve(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        // The path as it was sent: nothing is decoded or resolved, the name is one of the list or none.
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var name = target.Split('?')[0] is "/" ? "index.html" : target.Split('?')[0].TrimStart('/');
        if (!Site.Files.Contains(name))
        {
            await Refuse(response, StatusCodes.Status404NotFound, "There is no such file here.");
            return;
        }

        var content = _zipped.GetOrAdd(name, key => new(() => Zip(Site.Content(key, composes: true)))).Value;
        response.ContentType = Site.TypeOf(name);
        if (request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = content.Length;
            await response.Body.WriteAsync(HttpMethods.IsHead(request.Method) ? default : content, context.RequestAborted);
            return;
        }

        using var plain = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        await plain.CopyToAsync(response.Body, context.RequestAborted);
    }

    // The kernel of a rule: its equation goes through the parser that study files go through, and can only become arithmetic.
    private async Task Write(HttpContext context)
    {
        var experiment = await ReadAsync<Experiment>(
            context,
            "The rule was not sent as an experiment of the live lab, {\"equation\": \"...\"} for example."
        );
        if (experiment is null)
        {
            return; // refused
        }

        await _writing.WaitAsync(context.RequestAborted);
        try
        {
            var kernel = await Task.Run(() => StoredKernel.Json(experiment), context.RequestAborted);
            context.Response.ContentType = Site.TypeOf(".json");
            await context.Response.WriteAsync(kernel, context.RequestAborted);
        }
        catch (UserError error)
        {
            await Refuse(context.Response, StatusCodes.Status400BadRequest, error.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    // An order to the engine, answered line by line while it is done.
    private Task Work(HttpContext context) =>
        Work<EngineOrder>(
            context,
            "The order was not one for the engine, {\"rule\": \"hebbian\", \"neurons\": 1000} for example.",
            order =>
            {
                var run = order.Run();
                return (tell, stop) => _engine.TryDo(order, run, tell, stop);
            }
        );

    // A study as the page writes it; a line for each of its networks.
    private Task RunStudy(HttpContext context) =>
        Work<StudyOrder>(
            context,
            "The study was not sent as {\"study\": \"the text of the file\"}.",
            order =>
            {
                var runs = order.Runs();
                return (tell, stop) => _engine.TryRun(runs, tell, stop);
            }
        );

    private async Task Work<T>(
        HttpContext context,
        string otherwise,
        Func<T, Func<Func<object, Task>, CancellationToken, Task<bool>>> prepare
    )
        where T : class
    {
        var (response, stop) = (context.Response, context.RequestAborted);
        if (context.Request.Headers[TokenHeader] != _engine.Token)
        {
            await Refuse(
                response,
                StatusCodes.Status403Forbidden,
                "Only the page that this host serves may use its engine; load the page anew."
            );
            return;
        }

        if (await ReadAsync<T>(context, otherwise) is not { } order)
        {
            return; // refused
        }

        try
        {
            var work = prepare(order);
            response.ContentType = "application/x-ndjson; charset=utf-8";
            var done = await work(
                async line =>
                {
                    await response.WriteAsync(JsonSerializer.Serialize(line, Lines) + "\n", stop);
                    await response.Body.FlushAsync(stop);
                },
                stop
            );
            if (!done)
            {
                await Refuse(
                    response,
                    StatusCodes.Status503ServiceUnavailable,
                    "The engine is at work for other pages already; try again when one of them is done."
                );
            }
        }
        catch (UserError error) when (!response.HasStarted)
        {
            await Refuse(response, StatusCodes.Status400BadRequest, error.Message);
        }
        catch (OperationCanceledException)
        {
            // The page has gone, or pressed stop: so does its work.
        }
    }

    // What was sent as JSON; null when it is none, which is told.
    private static async Task<T?> ReadAsync<T>(HttpContext context, string otherwise)
        where T : class
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await Refuse(context.Response, StatusCodes.Status415UnsupportedMediaType, "What this host takes is sent as application/json.");
            return null;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Strict, context.RequestAborted)
                ?? throw new JsonException();
        }
        catch (JsonException)
        {
            await Refuse(context.Response, StatusCodes.Status400BadRequest, otherwise);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Refuse(context.Response, error.StatusCode, $"A message to this host has at most {LongestMessage} bytes.");
        }

        return null;
    }

    private static async Task Refuse(HttpResponse response, int status, string why)
    {
        response.StatusCode = status;
        response.ContentType = Site.TypeOf(".json");
        await response.WriteAsync(JsonSerializer.Serialize(new { problem = why }));
    }

    private static byte[] Zip(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
