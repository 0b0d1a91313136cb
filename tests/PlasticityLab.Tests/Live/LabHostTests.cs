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

    private const string Study = """
        schema_version: 2
        name: lab-replay
        title: "trace Hebb"
        question: What does this network play?
        network: { kind: rate, units: 64, adaptation: 0, noise_sd: 0.05, training_inhibition: 2, arithmetic: portable }
        task: { kind: chain, items: 8, assembly_size: 8, overlapping: false, epochs: 5, shuffled: false }
        conditions:
          lab: { title: as in the lab, perturbation.lesion_share: 0.25 }
        rules:
          - { name: lab, inhibition: 2, gain: 1, learn: [{ rule: causal_trace_hebb, presentations: 5, eta: 10, tau_plus: 0.012 s, weight_max: 1.5, decay: 0, cap: 2.5, training_gain: 0.3 }, { equation: "-2*post.rate*pre.rate", presentations: 1, weight_max: 1.5, decay: 0, cap: 2.5, training_gain: 0.3 }] }
        seeds: { first: 100, count: 3 }
        """;

    [Fact]
    public async Task A_study_of_the_page_is_run_with_a_line_for_each_network()
    {
        var (status, lines) = await Post("study", JsonSerializer.Serialize(new { study = Study }));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([100, 101, 102], lines.Select(line => line.GetProperty("seed").GetInt32()).Order());
        foreach (
            var (run, k) in new StudyOrder { Study = Study }
                .Runs()
                .Select((run, k) => (run, k))
        )
        {
            var known = Run.Execute(run, Token);
            var line = lines.Single(line => line.GetProperty("seed").GetInt32() == 100 + k);
            Assert.Equal(known.Print, line.GetProperty("weights").GetString());
            Assert.Equal(known.Of("S"), line.GetProperty("s").GetDouble(), 1e-12);
        }
    }

    [Theory]
    [InlineData("task: { kind: chain, ", "task: { kind: chain, array_file: /etc/passwd, ", "\"array_file\" is no key")]
    [InlineData("task: { kind: chain, ", "task: { kind: melody, tunes: [/etc/passwd], ", "\"tunes\" is no key")]
    [InlineData("task: { kind: chain, ", "task: { kind: recorded_activity, file: /etc/passwd, ", "\"file\" is no key")]
    [InlineData("task: { kind: chain, ", "task: { kind: melody, ", "task.kind is \"melody\"")]
    [InlineData("network: { kind: rate, ", "network: { kind: rate, initial: { file: /etc/passwd }, ", "\"initial\" is no key")]
    [InlineData("rule: causal_trace_hebb", "rule: ./mine.dll", "is \"./mine.dll\"")]
    [InlineData("name: lab-replay", "name: ../../lab", "name is \"../../lab\"")]
    [InlineData("schema_version: 2", "schema_version: 2\nplugins: [evil.dll]", "\"plugins\" is no key")]
    [InlineData("schema_version: 2", "schema_version: 2\nmemory: { tunes: { folder: / } }", "\"memory\" is no key")]
    [InlineData(
        "schema_version: 2",
        "schema_version: 2\nsweeps: [{ path: task.array_file, values: [/etc/passwd] }]",
        "\"sweeps\" is no key"
    )]
    [InlineData("perturbation.lesion_share: 0.25", "task.array_file: /etc/passwd", "\"task.array_file\" is no key")]
    [InlineData("count: 3", "count: 400", "1 to 40 networks, but the study has 400")]
    [InlineData("units: 64", "units: 6400", "up to 600 neurons")]
    [InlineData("presentations: 5", "presentations: 5000", "presentations")]
    [InlineData("epochs: 5", "epochs: 5, item: 100 s", "up to 600 s of training")]
    [InlineData("seeds: {", "seeds: [", "study")]
    [InlineData("-2*post.rate*pre.rate", "file(1)", "file")]
    public async Task A_study_that_names_files_or_asks_for_too_much_is_refused_in_a_sentence(string from, string to, string told)
    {
        var text = Study.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Study, text);
        var (status, lines) = await Post("study", JsonSerializer.Serialize(new { study = text }));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(told, lines.Single().GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_needs_the_token_the_origin_and_a_short_message()
    {
        var body = JsonSerializer.Serialize(new { study = Study });
        Assert.Equal(HttpStatusCode.Forbidden, (await Post("study", body, "guessed")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post("study", body, origin: "https://evil.example")).Status);
        var (status, _) = await Post("study", JsonSerializer.Serialize(new { study = Study + new string('#', LabHost.LongestMessage) }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        (status, var lines) = await Post("study", "{\"file\":\"/etc/passwd\"}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("was not sent as", lines.Single().GetProperty("problem").GetString(), StringComparison.Ordinal);
        using var get = await _client.GetAsync(new Uri(_host.Address + "study"), Token);
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
    }

    [Fact]
    public async Task A_kernel_of_another_size_tune_or_unbounded_cap_is_written()
    {
        var (status, body) = await Post(
            "{\"rule\":\"oja\",\"cap\":\"Infinity\",\"items\":5,\"assemblySize\":6,\"itemDuration\":0.03,\"adaptationTau\":0.2,\"ring\":true}"
        );
        Assert.Equal(HttpStatusCode.OK, status);
        var kernel = JsonDocument.Parse(body).RootElement;
        Assert.Equal(30, kernel.GetProperty("network").GetProperty("units").GetInt32());
        Assert.Equal(JsonValueKind.Null, kernel.GetProperty("learning").GetProperty("cap").ValueKind);
        Assert.Equal(0, kernel.GetProperty("task").GetProperty("silence").GetInt32());
        (status, body) = await Post("{\"tune\":\"/etc/passwd\"}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no built-in tune", body, StringComparison.Ordinal);
        (status, _) = await Post("{\"cap\":\"NaN\"}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
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

    private Task<(HttpStatusCode Status, JsonElement[] Lines)> Order(string body, string? token = null) => Post("engine", body, token);

    private async Task<(HttpStatusCode Status, JsonElement[] Lines)> Post(
        string place,
        string body,
        string? token = null,
        string? origin = null
    )
    {
        token ??= JsonDocument
            .Parse(await _client.GetStringAsync(new Uri(_host.Address + "engine"), Token))
            .RootElement.GetProperty("token")
            .GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, _host.Address + place)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(LabHost.TokenHeader, token);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

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
