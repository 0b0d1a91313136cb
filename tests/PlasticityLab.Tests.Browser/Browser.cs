using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using PlasticityLab.Cli;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(PlasticityLab.Tests.Browser.Browser))]
[assembly: PlasticityLab.Tests.Browser.ClosesPages]

namespace PlasticityLab.Tests.Browser;

/// <summary>The machine's Chromium, and the report of a small study that is run once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private static readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> _opened = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private const string Study = """
        name: browser
        title: Two rules in a browser
        question: Does a sense of time help?
        conditions:
          A: { title: no adaptation, network.adaptation: 0 }
          B: { title: adaptation, network.adaptation: 1, network.adaptation_tau: 100 ms }
        rules:
          - { name: hebb, rule: hebbian, eta: 6.6, weight_max: 0.89, decay: 0.03, cap: 1.7, inhibition: 2, gain: 1 }
          - { name: tah, rule: causal_trace_hebb, eta: 9.42392, tau_plus: 9.41751 ms, weight_max: 1.45007, cap: 1.3, training_gain: 0.3, inhibition: 2, gain: 1 }
        seeds: { first: 100, count: 2 }
        controls: [no_learning]
        """;

    /// <summary>The study's folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The address of its report.</summary>
    public string Report => new Uri(Path.Combine(Folder, "report.html")).AbsoluteUri;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not on this machine (Debian: chromium)");
        var file = Path.Combine(_folder, "browser.yaml");
        await File.WriteAllTextAsync(file, Study);
        Assert.Equal(0, await CommandLine.RunAsync(["study", "run", file, "--out", _folder, "--quiet"]));
        Folder = Directory.EnumerateDirectories(_folder, "browser-*").Single();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A fresh page; what it asks for beside its own file and the addresses within <paramref name="within"/>, and what it complains
    /// about, is collected.</summary>
    public async Task<(IPage Page, List<string> Trouble)> Open(
        string address,
        int width = 1280,
        int height = 900,
        bool script = true,
        bool dark = false,
        bool still = false,
        string? within = null
    )
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = height },
                JavaScriptEnabled = script,
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = still ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            }
        );
        if (TestContext.Current.Test is { } test)
        {
            _opened.GetOrAdd(test.UniqueID, _ => []).Add(context);
        }

        var (page, trouble) = (await context.NewPageAsync(), new List<string>());
        page.Request += (_, request) =>
        {
            if (
                request.Url != address
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && (within is null || !request.Url.StartsWith(within, StringComparison.Ordinal))
            )
            {
                trouble.Add($"asks for {request.Url}");
            }
        };
        page.PageError += (_, error) => trouble.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                trouble.Add(message.Text);
            }
        };
        await page.GotoAsync(address);
        return (page, trouble);
    }

    /// <summary>Closes what a test has opened.</summary>
    internal static async Task Close(string test)
    {
        foreach (var context in _opened.TryRemove(test, out var opened) ? opened : [])
        {
            await context.CloseAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The pages of a test are closed at its end: an open page of the lab or of a report goes on drawing beside all later tests.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ClosesPagesAttribute : BeforeAfterTestAttribute
{
    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) =>
        Task.Run(() => Browser.Close(test.UniqueID)).GetAwaiter().GetResult();
}
