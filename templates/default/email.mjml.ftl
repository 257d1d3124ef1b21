<mjml lang="${locale}">
  <mj-head>
    <mj-title>${title}</mj-title>
    <mj-attributes>
      <mj-all font-family="-apple-system, 'PingFang SC', 'Microsoft YaHei', Helvetica, Arial, sans-serif" />
      <mj-text color="#1f2933" font-size="16px" line-height="1.6" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f5f7" width="600px">
    <mj-section background-color="#ffffff" padding="24px 16px">
      <mj-column>
<#if picture??>
        <mj-image src="${picture}" alt="${title}" padding="0 0 16px 0" />
</#if>
        <mj-text font-size="22px" font-weight="bold">${title}</mj-text>
        <mj-text><#list lines as line>${line}<#sep><br /></#sep></#list></mj-text>
<#if link??>
        <mj-button href="${link}" background-color="#c8102e" color="#ffffff" border-radius="6px" font-size="16px">${words.open}</mj-button>
</#if>
      </mj-column>
    </mj-section>
<#if unsubscribe??>
    <mj-section padding="12px 16px">
      <mj-column>
        <mj-text align="center" color="#6b7280" font-size="12px"><a href="${unsubscribe}" style="color:#6b7280">${words.unsubscribe}</a></mj-text>
      </mj-column>
    </mj-section>
</#if>
  </mj-body>
</mjml>
