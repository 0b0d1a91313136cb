using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PlasticityLab.Cli.Live;
using PlasticityLab.Live;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Live;

/// <summary>The local host of the live lab, asked as a browser and as an attacker would.</summary>
public sealed class LabHostTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private LabHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LabHost.StartAsync(18_080);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_serves_every_file_of_the_page_with_a_strict_policy()
    {
        foreach (var name in Site.Files.Where(name => !name.StartsWith("kernels/dial", StringComparison.Ordinal)).Prepend(""))
        {
            using var answer = await _client.GetAsync(new Uri(_host.Address + name), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(
                Encoding.UTF8.GetString(Site.Content(name.Length == 0 ? "index.html" : name, composes: true)),
                await answer.Content.ReadAsStringAsync(Token)
            );
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1.evil.example:PORT")]
    public async Task A_foreign_name_gets_nothing(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _host.Address);
        request.Headers.Host = name.Replace("PORT", $"{_host.Port}", StringComparison.Ordinal);
        using var answer = await _client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_page_gets_nothing(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _host.Address + "kernel")
        {
            Content = new StringContent("{\"equation\":\"dw = pre.rate\"}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await _client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/kernels/../../appsettings.json")]
    [InlineData("/kernels/..\\..\\x.json")]
    [InlineData("//etc/passwd")]
    [InlineData("/INDEX.HTML")]
    public async Task Only_names_of_the_list_are_served(string path)
    {
        var answer = await Raw($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{_host.Port}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
    }

    [Fact]
    public async Task Rules_typed_as_text_become_kernels_and_wrong_ones_sentences()
    {
        var (status, body) = await Post("{\"equation\":\"10*post.rate*pre.fast(12 ms) - 2*w\"}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"form\":\"low rank 1\"", body, StringComparison.Ordinal);
        (status, body) = await Post("{\"equation\":\"dw = neighbour.rate\"}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Allowed are pre.rate", body, StringComparison.Ordinal);
        (status, body) = await Post("{\"items\":26,\"assemblySize\":5000}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("8 .. 600", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"file\":\"/etc/passwd\"}")]
    [InlineData("{\"rule\":\"no_such_rule\"}")]
    [InlineData("{\"parameters\":{\"eta\":1e999}}")]
    public async Task What_is_no_experiment_is_refused_in_a_sentence(string body)
    {
        var (status, answer) = await Post(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("\"problem\":", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_trains_a_network_and_tells_every_presentation()
    {
        var (status, lines) = await Order("{\"rule\":\"causal_trace_hebb\",\"neurons\":64,\"presentations\":6}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Enumerable.Range(1, 6), lines.Select(line => line.GetProperty("presentation").GetInt32()));
        Assert.Equal(64, lines[^1].GetProperty("blocks").GetArrayLength());
        Assert.Equal(940 * 8, Convert.FromBase64String(lines[^1].GetProperty("replay").GetString()!).Length);

        // The same network by a study's run.
        var run = new EngineOrder { Neurons = 64, Presentations = 6 }.Run();
        Assert.Equal(Run.Execute(run, Token).Of("S"), lines[^1].GetProperty("s").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task The_engine_trains_spikes_and_scores_many_networks()
    {
        var (status, lines) = await Order("{\"spikes\":true,\"rule\":\"spike_stdp\",\"presentations\":1}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, Assert.Single(lines).GetProperty("presentation").GetInt32());
        (status, lines) = await Order("{\"neurons\":64,\"presentations\":2,\"networks\":3,\"seed\":7}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Enumerable.Range(7, 3), lines.Select(line => line.GetProperty("seed").GetInt32()).Order());
    }

    [Theory]
    [InlineData("{\"neurons\":100000}", "neurons must be a multiple of 8 from 48 to 4000")]
    [InlineData("{\"neurons\":100}", "neurons must be a multiple of 8")]
    [InlineData("{\"presentations\":-1,\"networks\":0}", "presentations must")]
    [InlineData("{\"presentations\":-1,\"networks\":0}", "networks must")]
    [InlineData("{\"rule\":\"no_such_rule\"}", "no_such_rule")]
    [InlineData("{\"rule\":\"spike_stdp\"}", "rates")]
    [InlineData("{\"spikes\":true,\"rule\":\"hebbian\"}", "on spikes")]
    [InlineData("{\"file\":\"/etc/passwd\"}", "was not one for the engine")]
    [InlineData("[", "was not one for the engine")]
    public async Task What_the_engine_cannot_do_is_told_in_a_sentence(string order, string sentence)
    {
        var (status, lines) = await Order(order);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(sentence, lines.Single().GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_token_of_the_page_the_engine_does_nothing()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Order("{}", "guessed")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Order("{}", "")).Status);
    }

    [Fact]
    public async Task The_engine_takes_two_orders_at_a_time()
    {
        using var engine = new Engine();
        var order = new EngineOrder { Neurons = 48, Presentations = 1 };
        var (run, wait) = (order.Run(), new TaskCompletionSource());
        Task<bool> Do() => engine.TryDo(order, run, _ => wait.Task, Token);
        Task<bool>[] two = [Do(), Do()];
        Assert.False(await Do());
        wait.SetResult();
        Assert.DoesNotContain(false, await Task.WhenAll(two));
        Assert.True(await Do());
    }

    [Fact]
    public async Task Oversized_messages_and_other_methods_are_refused()
    {
        var (status, _) = await Post($"{{\"equation\":\"{new string('1', LabHost.LongestMessage)}\"}}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        using var put = await _client.PutAsync(new Uri(_host.Address + "kernel"), new StringContent("{}"), Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
        using var text = await _client.PostAsync(new Uri(_host.Address + "kernel"), new StringContent("{}"), Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
    }

    [Fact]
    public async Task It_binds_to_this_machine_only_and_takes_the_next_free_port()
    {
        await using var second = await LabHost.StartAsync(_host.Port);
        Assert.NotEqual(_host.Port, second.Port);
        foreach (var address in (await Dns.GetHostAddressesAsync(Dns.GetHostName(), Token)).Where(a => !IPAddress.IsLoopback(a)))
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(address, _host.Port, Token));
        }
    }

    [Fact]
    public async Task Twenty_clients_get_their_own_kernels()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(async k => (k, (await Post($"{{\"equation\":\"{k}*post.rate*pre.rate\"}}")).Body))
        );
        Assert.All(answers, x => Assert.Contains($"dw/dt = {x.k}*post.rate*pre.rate", x.Body, StringComparison.Ordinal));
    }

    private async Task<(HttpStatusCode Status, string Body)> Post(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri(_host.Address + "kernel"), content, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private async Task<(HttpStatusCode Status, JsonElement[] Lines)> Order(string body, string? token = null)
    {
        token ??= JsonDocument
            .Parse(await _client.GetStringAsync(new Uri(_host.Address + "engine"), Token))
            .RootElement.GetProperty("token")
            .GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, _host.Address + "engine")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(LabHost.TokenHeader, token);
        using var answer = await _client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (
            answer.StatusCode,
            [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]
        );
    }

    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _host.Port, Token);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync(Token);
    }
}
