using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shannon.Analytics;
using Shannon.Analytics.AI;
using Shannon.Analytics.Hosting;

namespace ChatTelemetry;

/// <summary>Builds the host, asks the prompts, and prints what each cost while it goes and what all cost in the end.</summary>
internal static class ChatHost
{
    private static readonly string[] Demo = ["What is a token?", "What is the weather in Ulm?", "Why was the second answer faster?"];

    /// <summary>Runs the chat.</summary>
    /// <param name="prompts">What to ask; a short demo if there are none.</param>
    /// <param name="database">Where the figures are kept.</param>
    /// <param name="model">The model.</param>
    /// <param name="output">Where it is printed.</param>
    /// <param name="cancellationToken">Ends the answer under way and prints the summary.</param>
    /// <returns>0, or 130 if it was cancelled.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> prompts, string database, IChatClient model, TextWriter output, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddShannonAnalytics(options => options.DatabasePath = database);
        builder.Services.AddChatClient(model)
            .UseFunctionInvocation()
            .UseShannonAnalytics(options: new ChatAnalyticsOptions
            {
                // So that the figures of an answer can be printed right behind it. A server leaves it at Background.
                Recording = ChatRecordingMode.Awaited,
                UserId = Environment.UserName,
                Project = "ChatTelemetry",
            });

        using IHost host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        var analytics = host.Services.GetRequiredService<IAnalyticsEngine>();
        var figures = new FigurePrinter(analytics, output);
        var client = host.Services.GetRequiredService<IChatClient>();
        var options = new ChatOptions { ConversationId = Guid.NewGuid().ToString("N"), Tools = [AIFunctionFactory.Create(GetWeather, "get_weather")] };
        int exitCode = 0;
        try
        {
            foreach (string prompt in prompts.Count > 0 ? prompts : Demo)
            {
                await output.WriteLineAsync($"> {prompt}");
                await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(prompt, options, cancellationToken))
                {
                    await output.WriteAsync(update.Text);
                }

                await output.WriteLineAsync();
                await figures.PrintNewAsync(options.ConversationId, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync();
            exitCode = 130;
        }

        await figures.PrintSummaryAsync(CancellationToken.None);
        await output.WriteLineAsync($"Kept in {database}.");
        await host.StopAsync(CancellationToken.None);
        return exitCode;
    }

    private static string GetWeather(string city) => city.Length % 2 == 0 ? "sunny, 21 °C" : "rain, 14 °C";
}
