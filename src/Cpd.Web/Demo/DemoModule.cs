namespace Cpd.Web.Demo;

public static class DemoModule
{
    private const string Switch = "--demo";

    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoShoppers>()
        .AddSingleton<IDemoShoppers>(provider => provider.GetRequiredService<DemoShoppers>());

    /// <summary>Takes <c>--demo</c> out of the arguments: it has no value, and configuration would take the next argument for one.</summary>
    public static string[] TakeSwitch(string[] arguments, out bool wanted)
    {
        wanted = arguments.Contains(Switch, StringComparer.OrdinalIgnoreCase);
        return [.. arguments.Where(argument => !argument.Equals(Switch, StringComparison.OrdinalIgnoreCase))];
    }
}
