/** The columns of a catalog file, and one offer of the demo at another price. */
export const csvHeader =
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,minQuantity,maxQuantity,quantityStep,addOnOf,excludes,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,priceUSD,priceGBP,setupFeeEUR,setupFeeUSD,setupFeeGBP'
export const csvLine =
  'microsoft-365-business-basic,MS-M365-BBAS,CFQ7TTC0LH18-0001-P1M-P1M,Microsoft 365 Business Basic,SEAT,1,300,1,,MS-M365-BPRE,RECURRING,IN_ADVANCE,P1M,P1M,6.99,7.20,5.88,,,'
